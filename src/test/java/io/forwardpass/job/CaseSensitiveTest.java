package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.IncompatibleTableException;
import io.forwardpass.spark.Resolver;
import io.forwardpass.spark.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that tell {@code a} and {@code A} apart, and what others find ambiguous. */
final class CaseSensitiveTest {
  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;

  @BeforeEach
  void tellCasesApart() {
    SPARK.session().conf().set(CASE_SENSITIVE, true);
  }

  @AfterEach
  void ignoreCase() {
    SPARK.session().conf().unset(CASE_SENSITIVE);
  }

  private static Dataset<Row> penguins() {
    return SPARK.session().read().parquet(Penguins.TABLE);
  }

  /** Each column twice: in capitals as it is, else as another penguin's. */
  private static Dataset<Row> twice() {
    List<Column> columns =
        Arrays.stream(penguins().columns())
            .map(name -> functions.col(name).as(name.toUpperCase(Locale.ROOT)))
            .toList();
    Dataset<Row> own = penguins().select(columns.toArray(Column[]::new));
    Dataset<Row> others = penguins().withColumn("other", functions.expr("345 - id"));
    return own.join(others, own.col("ID").equalTo(others.col("other"))).drop("other");
  }

  private CommandLineRun score(Path input, Path output, String... options) {
    return Penguins.score(
        output.toString(),
        List.of(
            "input=" + input,
            "features=" + Penguins.FEATURES.toUpperCase(Locale.ROOT),
            "on-invalid=null"),
        options);
  }

  @Test
  void columnsAreFoundAsTheSessionFindsThem() {
    Path input = folder.resolve("input");
    Path output = folder.resolve("scored");
    Path expected = folder.resolve("expected");
    twice().coalesce(1).write().parquet(input.toString());
    CommandLineRun run =
        score(
            input,
            output,
            "--keep=ID,id,ISLAND",
            "--label-column=SPECIES",
            "--partition-by=ISLAND",
            "--set=expectations.BODY_MASS_G.range.min=3000",
            "--set=expectations.BODY_MASS_G.range.policy=expect",
            "--prediction-col=ISLand");
    assertEquals(0, run.code(), run.err());
    assertEquals(0, Penguins.score(expected, "--on-invalid=null", "--keep=id").code());
    Dataset<Row> scored = SPARK.session().read().parquet(output.toString());
    assertTrue(List.of(scored.columns()).containsAll(List.of("ISLAND", "ISLand")));
    assertEquals(344, scored.filter("ID + id = 345").count());
    assertEquals(
        SPARK
            .session()
            .read()
            .parquet(expected.toString())
            .selectExpr("id", "prediction", "probability_Adelie", "probability_Chinstrap")
            .orderBy("id")
            .collectAsList()
            .toString(),
        scored
            .selectExpr("ID", "ISLand", "probability_Adelie", "probability_Chinstrap")
            .orderBy("ID")
            .collectAsList()
            .toString());
    assertTrue(run.out().contains("accuracy"), run.out());
  }

  @Test
  void aNameInAnotherCaseIsAnother() {
    Path input = folder.resolve("input");
    penguins().write().parquet(input.toString());
    CommandLineRun run = score(input, folder.resolve("scored"));
    assertEquals(78, run.code());
    assertTrue(
        run.err().contains("no column 'BILL_LENGTH_MM' for a feature; did you mean"), run.err());
    for (String option : List.of("--keep=ID", "--partition-by=ISLAND", "--label-column=SPECIES")) {
      run =
          Penguins.score(folder.resolve("scored"), "--on-invalid=null", "--input=" + input, option);
      assertEquals(78, run.code(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    run =
        Penguins.score(
            folder.resolve("scored"),
            "--on-invalid=null",
            "--set=expectations.BODY_MASS_G.range.min=3",
            "--set=expectations.BODY_MASS_G.range.policy=expect");
    assertEquals(78, run.code(), run.err());
    assertTrue(run.err().contains("'BODY_MASS_G', which is no feature"), run.err());
  }

  @Test
  void whatSparkFindsAmbiguousIsOneLine() throws IOException {
    Dataset<Row> table = twice().localCheckpoint();
    SPARK.session().conf().set(CASE_SENSITIVE, false);
    Scorer scorer =
        Scorer.load(SPARK.session(), Penguins.MODEL).features(Penguins.FEATURES.split(",", -1));
    assertEquals(
        "the name 'bill_length_mm' is ambiguous: the table has the columns BILL_LENGTH_MM, bill_length_mm; rename one, or tell names that differ in case apart with spark.sql.caseSensitive",
        assertThrows(IncompatibleTableException.class, () -> scorer.score(table)).getMessage());
    StructType fields = new StructType().add("s", new StructType().add("x", "int").add("X", "int"));
    Dataset<Row> nested = SPARK.session().createDataFrame(List.of(), fields);
    assertEquals(
        "the name 's.x' is ambiguous: 's' has several fields of that name; rename one, or tell names that differ in case apart with spark.sql.caseSensitive",
        assertThrows(IncompatibleTableException.class, () -> ColumnName.find(nested, "s.x"))
            .getMessage());
  }

  @Test
  void aResolverIsTheSessions() {
    assertEquals(Resolver.BY_CASE, Resolver.active());
    assertEquals(Optional.empty(), ColumnName.in(List.of("Id"), "ID"));
    SPARK.session().conf().set(CASE_SENSITIVE, false);
    assertEquals(Optional.of("Id"), ColumnName.in(List.of("Id"), "ID"));
    Set<String> names = Resolver.IGNORING_CASE.names();
    assertTrue(names.add("a") && !names.add("A"));
    names = Resolver.BY_CASE.names();
    assertTrue(names.add("a") && names.add("A"));
  }
}
