package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.IncompatibleTableException;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.batch.OnInvalid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose features bear the names of what a run adds. */
final class OutputNamesTest {
  private static final List<String> FEATURES =
      List.of("prediction", "PROBABILITY_Adelie", "run_id", "forwardpass_selected");

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writeInput() {
    input = folder.resolve("input");
    output = folder.resolve("scored");
    penguins().toDF(names()).write().parquet(input.toString());
  }

  private static Dataset<Row> penguins() {
    return SPARK.session().read().parquet(Penguins.TABLE);
  }

  /** Those of the penguins' columns, with other ones for the measurements. */
  private static String[] names() {
    List<String> measurements = List.of(Penguins.FEATURES.split(","));
    return Arrays.stream(penguins().columns())
        .map(name -> measurements.contains(name) ? FEATURES.get(measurements.indexOf(name)) : name)
        .toArray(String[]::new);
  }

  private CommandLineRun score(String... options) {
    return Penguins.score(
        output.toString(),
        List.of("input=" + input, "features=" + String.join(",", FEATURES), "mode=overwrite"),
        options);
  }

  private static String text(Dataset<Row> rows) {
    return rows.orderBy("id").collectAsList().toString();
  }

  private String expected(String onInvalid) {
    Path path = folder.resolve("expected-" + onInvalid);
    CommandLineRun run = Penguins.score(path, "--keep=id,island", "--on-invalid=" + onInvalid);
    assertEquals(0, run.code(), run.err());
    return text(SPARK.session().read().parquet(path.toString()));
  }

  @Test
  void featuresThatAreNotKeptMayBearTheNamesOfOutputs() {
    for (String onInvalid : List.of("null", "drop")) {
      CommandLineRun run =
          score(
              "--keep=id,island",
              "--on-invalid=" + onInvalid,
              "--set=expectations.prediction.range.min=0",
              "--set=expectations.prediction.range.policy=expect");
      assertEquals(0, run.code(), run.err());
      assertEquals(
          expected(onInvalid), text(SPARK.session().read().parquet(output.toString())), onInvalid);
    }
  }

  /** It keeps all of the table's own columns. */
  @Test
  void aQuarantineHasItsOwnNames() {
    String[] options = {
      "--keep=id,island", "--on-invalid=quarantine", "--quarantine=" + folder.resolve("quarantine")
    };
    assertEquals(
        "forwardpass: the quarantine adds a column 'run_id', and the input has one of that name (Spark ignores case unless spark.sql.caseSensitive is true); rename it, or let the expectations drop rows",
        score(options).err().strip());
    SPARK
        .session()
        .read()
        .parquet(input.toString())
        .withColumnRenamed("run_id", "a")
        .write()
        .mode("overwrite")
        .parquet(folder.resolve("renamed").toString());
    String[] renamed = Arrays.copyOf(options, 5);
    renamed[3] = "--input=" + folder.resolve("renamed");
    renamed[4] = "--features=" + String.join(",", FEATURES).replace("run_id", "a");
    CommandLineRun run = score(renamed);
    assertEquals(0, run.code(), run.err());
    assertEquals(expected("drop"), text(SPARK.session().read().parquet(output.toString())));
    assertEquals(
        2, SPARK.session().read().parquet(folder.resolve("quarantine").toString()).count());
  }

  @Test
  void aTableOfRowsAndAnotherFormatAreNoOtherMatter() {
    Path other = folder.resolve("orc");
    penguins().toDF(names()).write().orc(other.toString());
    String[] options = {
      "--keep=id,island",
      "--on-invalid=null",
      "--format=orc",
      "--input=" + other,
      "--where=id >= 0",
      "--output-format=orc",
      "--partition-by=island"
    };
    assertEquals(0, score(options).code());
    Dataset<Row> scored = SPARK.session().read().orc(output.toString());
    assertEquals(
        expected("null"),
        text(
            scored.select(
                "id",
                "island",
                "probability_Adelie",
                "probability_Chinstrap",
                "probability_Gentoo",
                "prediction")));
  }

  @Test
  void provenanceTooMayHaveTheNameOfAFeature() {
    CommandLineRun run = score("--keep=id", "--on-invalid=null", "--provenance", "--run-id=night");
    assertEquals(0, run.code(), run.err());
    Dataset<Row> scored = SPARK.session().read().parquet(output.toString());
    assertEquals(344, scored.filter("run_id = 'night'").count());
  }

  @Test
  void aRunIsExplainedAndATableProfiledAlike() {
    List<String> shared =
        List.of(
            "--set=model=" + Penguins.MODEL,
            "--set=input=" + input,
            "--set=features=" + String.join(",", FEATURES),
            "--set=keep=id",
            "--set=on-invalid=null");
    CommandLineRun explained = CommandLineRun.of(args("explain", shared, "--set=output=" + output));
    assertEquals(0, explained.code(), explained.err());
    CommandLineRun profiled =
        CommandLineRun.of(args("profile", shared, "--output=" + folder.resolve("profile.json")));
    assertEquals(0, profiled.code(), profiled.err());
  }

  private static String[] args(String command, List<String> shared, String last) {
    return Stream.of(List.of(command), shared, List.of(last))
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  @Test
  void oneThatIsKeptIsRefused() {
    for (String keep : List.of("id,prediction", "id,Prediction", "all")) {
      CommandLineRun run = score("--keep=" + keep, "--on-invalid=null");
      assertEquals(78, run.code());
      assertTrue(
          run.err().contains("' would be written twice: the table has one of that name"),
          run.err());
    }
  }

  @Test
  void inCodeTheColumnsThatStayAreNamedToo() throws IOException {
    Scorer scorer =
        Scorer.load(SPARK.session(), Penguins.MODEL)
            .features(FEATURES)
            .labels("Adelie", "Chinstrap", "Gentoo")
            .onInvalid(OnInvalid.DROP);
    Dataset<Row> table = SPARK.session().read().parquet(input.toString());
    assertThrows(IncompatibleTableException.class, () -> scorer.score(table));
    Scorer keeping = scorer.keep(List.of("id", "island"));
    String expected = expected("drop");
    assertEquals(expected, text(keeping.score(table)));
    assertEquals(expected, text(keeping.score(table.repartition(3))));
    assertEquals(
        "no column 'idd' to keep; did you mean 'id'?",
        assertThrows(
                IncompatibleTableException.class, () -> scorer.keep(List.of("idd")).score(table))
            .getMessage()
            .split("; the table", -1)[0]);
  }
}
