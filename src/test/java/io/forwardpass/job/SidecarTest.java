package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code package} and what {@code score} makes of a sidecar, with Keras' own probabilities. */
final class SidecarTest {
  private static final String EXPECTED = "data-samples/penguins/expected.parquet";

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path model;
  private Path sidecar;
  private String output;

  @BeforeEach
  void copyModel() throws IOException {
    model = Files.copy(Path.of(Penguins.MODEL), folder.resolve("m.keras"));
    sidecar = folder.resolve("m.keras.forwardpass.conf");
    output = folder.resolve("scored").toString();
  }

  /** The penguins that were measured, with what Keras computed for them. */
  private static Dataset<Row> keras() {
    return SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .join(SPARK.session().read().parquet(EXPECTED), "id")
        .withColumn(
            "outputs",
            functions.expr("array(probability_Adelie, probability_Chinstrap, probability_Gentoo)"));
  }

  private CommandLineRun pack(String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "package",
                model.toString(),
                "--features=" + Penguins.FEATURES,
                "--labels=Adelie,Chinstrap,Gentoo"));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void assertPacked(String... options) {
    CommandLineRun run = pack(options);
    assertEquals(0, run.code(), run.err());
  }

  private CommandLineRun score(String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "score",
                "--model=" + model,
                "--set=input=" + Penguins.TABLE,
                "--output=" + output,
                "--set=on-invalid=drop"));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static void assertRefused(ExitCode code, String message, CommandLineRun run) {
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
    assertEquals("", run.out());
  }

  private void assertScoredAsByKeras() {
    Dataset<Row> expected = SPARK.session().read().parquet(EXPECTED);
    List<Row> theirs = expected.orderBy("id").collectAsList();
    List<Row> ours =
        SPARK
            .session()
            .read()
            .parquet(output)
            .orderBy("id")
            .selectExpr(expected.columns())
            .collectAsList();
    assertEquals(theirs.size(), ours.size());
    for (int row = 0; row < theirs.size(); row++) {
      for (int column = 1; column < expected.columns().length; column++) {
        assertEquals(
            ((Number) theirs.get(row).get(column)).doubleValue(),
            ((Number) ours.get(row).get(column)).doubleValue(),
            1e-5,
            "row " + row);
      }
    }
  }

  @Test
  void aPackagedModelNeedsAnInputAndAnOutputOnly() throws IOException {
    String expected = folder.resolve("golden").toString();
    keras().write().parquet(expected);
    CommandLineRun run = pack("--expected=" + expected, "--golden-rows=20");
    assertEquals(
        "Wrote %s: 4 features, 3 labels, 20 golden rows%n".formatted(sidecar),
        run.out(),
        run.err());
    CommandLineRun dry = score("--dry-run");
    assertEquals(0, dry.code(), dry.err());
    List<String> lines = dry.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertTrue(
        lines.contains("features [%s] %s".formatted(Penguins.FEATURES.replace(",", ", "), sidecar)),
        dry.out());
    assertTrue(lines.contains("labels [Adelie, Chinstrap, Gentoo] " + sidecar), dry.out());
    CommandLineRun scored = score();
    assertEquals(0, scored.code(), scored.err());
    assertScoredAsByKeras();
    JsonNode report = new ObjectMapper().readTree(Path.of(output, Output.REPORT).toFile());
    assertEquals(
        "[Adelie, Chinstrap, Gentoo]", report.at("/options/labels").asText(), report.toString());
  }

  @Test
  void theUsersOptionsWinWhereHeSaysThatTheSidecarIsWrong() throws IOException {
    assertPacked();
    Path job = Files.writeString(folder.resolve("job.conf"), "labels = [a, b, c]\nkeep = [id]");
    assertRefused(
        ExitCode.CONFIG,
        "labels (%s: 1) is 'a, b, c', unlike the model's sidecar %s, which has Adelie, Chinstrap, Gentoo: number 1 is 'a', and there 'Adelie'; leave --labels out, or set --ignore-sidecar labels if the sidecar is wrong"
            .formatted(job, sidecar),
        score("--config=" + job));
    CommandLineRun run = score("--config=" + job, "--ignore-sidecar=labels");
    assertEquals(0, run.code(), run.err());
    assertArrayEquals(
        new String[] {"id", "probability_a", "probability_b", "probability_c", "prediction"},
        SPARK.session().read().parquet(output).columns());
  }

  /** Golden rows pass in any order of the columns: they are rows of the model's inputs. */
  @Test
  void otherFeaturesAndLabelsThanTheSidecarsAreRefused() throws IOException {
    assertPacked("--input=" + Penguins.TABLE);
    String there =
        " the model's sidecar %s, which has bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g: "
            .formatted(sidecar);
    String remedy =
        "; leave --features out, or set --ignore-sidecar features if the sidecar is wrong";
    String swapped = "bill_depth_mm,bill_length_mm,flipper_length_mm,body_mass_g";
    assertRefused(
        ExitCode.CONFIG,
        "features (command line) is '%s', in another order than in%snumber 1 is 'bill_depth_mm', and there 'bill_length_mm'%s"
            .formatted(swapped.replace(",", ", "), there, remedy),
        score("--features=" + swapped));
    assertRefused(
        ExitCode.CONFIG,
        "features (command line) is 'bill_length_mm', unlike%snumber 2 is missing, and there 'bill_depth_mm'%s"
            .formatted(there, remedy),
        score("--features=bill_length_mm"));
    assertRefused(
        ExitCode.CONFIG,
        "features (--set) is 'bill_length_mm, bill_depth_mm, flipper_length_mm, year', unlike%snumber 4 is 'year', and there 'body_mass_g'%s"
            .formatted(there, remedy),
        score("--set=features=bill_length_mm,bill_depth_mm,flipper_length_mm,year"));
    Path labels = Files.writeString(folder.resolve("labels"), "Gentoo\nChinstrap\nAdelie\n");
    for (String given : List.of("@" + labels, "Gentoo,Chinstrap,Adelie")) {
      assertRefused(
          ExitCode.CONFIG,
          "labels (command line) is 'Gentoo, Chinstrap, Adelie', in another order than in the model's sidecar %s, which has Adelie, Chinstrap, Gentoo: number 1 is 'Gentoo', and there 'Adelie'; leave --labels out, or set --ignore-sidecar labels if the sidecar is wrong"
              .formatted(sidecar),
          score("--labels=" + given));
    }
    assertRefused(
        ExitCode.CONFIG,
        "features (command line) is '%s', in another order than in%snumber 1 is 'bill_depth_mm', and there 'bill_length_mm'%s"
            .formatted(swapped.replace(",", ", "), there, remedy),
        CommandLineRun.of(
            "profile",
            "--model=" + model,
            "--input=" + Penguins.TABLE,
            "--output=" + folder.resolve("p.json"),
            "--features=" + swapped));
    CommandLineRun same =
        score(
            "--features=BILL_LENGTH_MM,`bill_depth_mm`,flipper_length_mm,body_mass_g",
            "--labels=Adelie,Chinstrap,Gentoo");
    assertEquals(0, same.code(), same.err());
    assertScoredAsByKeras();
    Files.writeString(sidecar, "features = ${a}${a}");
    assertEquals(64, score("--mode=overwrite").code());
    CommandLineRun ignored =
        score(
            "--mode=overwrite",
            "--ignore-sidecar=all",
            "--features=" + Penguins.FEATURES,
            "--labels=Adelie,Chinstrap,Gentoo");
    assertEquals(0, ignored.code(), ignored.err());
    assertScoredAsByKeras();
  }

  /** All become the model's floats; the ranges hold for them as well. */
  @Test
  void anotherTypeOfNumberIsTheSame() throws IOException {
    assertPacked("--input=" + Penguins.TABLE, "--golden-rows=3");
    Files.writeString(
        sidecar,
        Files.readString(sidecar)
            .replaceFirst("(\"body_mass_g\", type = \"\\w+\")", "$1, range = [3000, 6000]"));
    String other = folder.resolve("other").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumn("bill_depth_mm", functions.expr("cast(bill_depth_mm as decimal(10, 2))"))
        .withColumn("bill_length_mm", functions.expr("cast(bill_length_mm as float)"))
        .withColumn("flipper_length_mm", functions.expr("cast(flipper_length_mm as bigint)"))
        .withColumn("body_mass_g", functions.expr("cast(body_mass_g as smallint)"))
        .write()
        .parquet(other);
    long inside =
        SPARK
            .session()
            .read()
            .parquet(Penguins.TABLE)
            .where("body_mass_g between 3000 and 6000")
            .count();
    for (String given : List.of("--show=0", "--features=" + Penguins.FEATURES)) {
      CommandLineRun run = score("--input=" + other, "--mode=overwrite", given);
      assertEquals(0, run.code(), run.err());
      assertEquals(inside, SPARK.session().read().parquet(output).count(), given);
    }
  }

  @Test
  void expectedOutputsMayBeJson() throws IOException {
    String expected = folder.resolve("golden").toString();
    keras().select("outputs", Penguins.FEATURES.split(",")).write().json(expected);
    assertPacked("--expected=" + expected, "--expected-format=json");
    assertEquals(0, score().code());
  }

  /** What Keras did not compute is found when the model is packaged. */
  @Test
  void wrongOutputsAreNotPackaged() throws IOException {
    String expected = folder.resolve("golden").toString();
    keras()
        .withColumn("outputs", functions.expr("transform(outputs, x -> x + 0.001)"))
        .write()
        .parquet(expected);
    CommandLineRun run = pack("--expected=" + expected);
    assertEquals(78, run.code());
    assertTrue(
        run.err()
            .startsWith(
                "forwardpass: golden row 1 of %s gives other outputs on the driver: expected ["
                    .formatted(model)),
        run.err());
    assertFalse(Files.exists(sidecar));
  }

  @Test
  void aRunWhoseGoldenRowsFailIsStopped() throws IOException {
    assertPacked("--input=" + Penguins.TABLE, "--golden-rows=2");
    String text = Files.readString(sidecar);
    assertTrue(text.contains("# The outputs are Forwardpass' own"), text);
    Files.writeString(sidecar, text.replaceFirst("outputs = \\[0\\.9", "outputs = [0.8"));
    Path report = folder.resolve("report.json");
    CommandLineRun run = score("--report=" + report);
    assertEquals(78, run.code(), run.err());
    assertTrue(
        run.err()
            .matches(
                "(?s)forwardpass: golden row 1 of .*m.keras gives other outputs on the driver: expected \\[0\\.80\\d+, .*, received \\[0\\.90\\d+, .*tolerance 1\\.0E-5, of the inputs \\[39\\.1, 18\\.7, 181\\.0, 3750\\.0].*"),
        run.err());
    assertFalse(Files.exists(Path.of(output)));
    assertEquals(78, new ObjectMapper().readTree(report.toFile()).at("/exit_code").asInt());
  }

  /** The fourth penguin was never measured. */
  @Test
  void goldenRowsAreValidRows() throws IOException {
    assertPacked("--input=" + Penguins.TABLE, "--golden-rows=5");
    Sidecar read = Sidecar.of(model.toString(), Session.hadoop());
    assertEquals(5, read.golden().rows().size());
    List<Row> first = keras().orderBy("id").limit(5).collectAsList();
    for (int row = 0; row < 5; row++) {
      List<Object> theirs = first.get(row).getList(first.get(row).fieldIndex("outputs"));
      for (int output = 0; output < 3; output++) {
        assertEquals(
            ((Number) theirs.get(output)).doubleValue(),
            read.golden().rows().get(row).outputs().get(output),
            1e-5);
      }
    }
    assertEquals(
        SPARK.session().read().parquet(Penguins.TABLE).schema().apply("body_mass_g").dataType(),
        DataType.fromDDL(read.features().get(3).type()));
    assertEquals(0, score().code());
  }

  @Test
  void aTableThatDoesNotFitIsRefused() {
    assertPacked("--input=" + Penguins.TABLE);
    String type = Sidecar.of(model.toString(), Session.hadoop()).features().get(1).type();
    String other = folder.resolve("other").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumn("bill_depth_mm", functions.expr("cast(bill_depth_mm as string)"))
        .write()
        .parquet(other);
    assertRefused(
        ExitCode.CONFIG,
        "feature 'bill_depth_mm' is a column of type string, and %s asks for %s; cast the column, or set --ignore-sidecar features if the sidecar is wrong"
            .formatted(sidecar, type),
        score("--input=" + other));
    CommandLineRun run =
        score(
            "--input=" + other,
            "--ignore-sidecar=features",
            "--features=" + Penguins.FEATURES,
            "--dry-run");
    assertTrue(run.err().contains("'bill_depth_mm'"), run.err());
    assertFalse(run.err().contains("sidecar"), run.err());
    String fewer = folder.resolve("fewer").toString();
    SPARK.session().read().parquet(Penguins.TABLE).drop("bill_depth_mm").write().parquet(fewer);
    assertRefused(
        ExitCode.CONFIG,
        "no column 'bill_depth_mm' for a feature; did you mean 'bill_length_mm'?; the table has id, species, island, bill_length_mm, flipper_length_mm, body_mass_g, sex, year",
        score("--input=" + fewer));
  }

  @Test
  void theHelpSaysWhatOwnOutputsAreWorth() {
    CommandLineRun run = CommandLineRun.of("package", "--help");
    assertEquals(0, run.code());
    String help = run.out().replaceAll("\\s+", " ");
    assertTrue(help.contains("not whether this one computes what Keras does."), help);
    assertTrue(help.contains("a regression check of the native stack."), help);
  }

  /** Somebody has put another file in the model's place. */
  @Test
  void theSidecarOfAnotherModelIsRefused() throws IOException {
    assertPacked();
    Files.copy(
        Path.of("data-samples/animals/animals.keras"), model, StandardCopyOption.REPLACE_EXISTING);
    CommandLineRun run = score();
    assertEquals(78, run.code());
    assertTrue(
        run.err()
            .startsWith(
                "forwardpass: the sidecar %s is of a model with the SHA-256 e039a9"
                    .formatted(sidecar)),
        run.err());
  }

  @Test
  void theSidecarOfTheReadmeIsOne() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("model-sha256 = ");
    Files.writeString(sidecar, readme.substring(start, readme.indexOf("```", start)));
    CommandLineRun run = score();
    assertEquals(0, run.code(), run.err());
    assertScoredAsByKeras();
    assertEquals(1, Sidecar.of(model.toString(), Session.hadoop()).golden().rows().size());
  }

  @Test
  void valuesOutsideTheirRangeAreInvalid() throws IOException {
    Files.writeString(
        sidecar,
        """
        features = [
          bill_length_mm, bill_depth_mm, flipper_length_mm
          { name = body_mass_g, range = [3000, 6000] }
        ]
        labels = [Adelie, Chinstrap, Gentoo]
        """);
    Dataset<Row> table = SPARK.session().read().parquet(Penguins.TABLE);
    long outside = table.where("body_mass_g < 3000 or body_mass_g > 6000").count();
    assertTrue(outside > 0 && outside < 50, "rows outside: " + outside);
    assertEquals(0, score().code());
    JsonNode report = new ObjectMapper().readTree(Path.of(output, Output.REPORT).toFile());
    assertEquals(outside, report.at("/rows/invalid_by_column/body_mass_g/range").asLong());
    assertEquals(
        table.where("body_mass_g between 3000 and 6000").count(),
        SPARK.session().read().parquet(output).count());
    CommandLineRun failed =
        score("--on-invalid=fail", "--where=bill_length_mm is not null", "--mode=overwrite");
    assertRefused(
        ExitCode.DATA,
        "%s: feature 'body_mass_g' holds a number outside its range [3000.0, 6000.0]; every feature must be a finite number; to go on without such rows set on-invalid to null (kept, without a prediction), drop or quarantine"
            .formatted(Path.of(Penguins.TABLE).toUri()),
        failed);
    assertEquals(0, score("--features=" + Penguins.FEATURES, "--mode=overwrite").code());
    assertEquals(342 - outside, SPARK.session().read().parquet(output).count(), "kept");
    assertEquals(
        0,
        score("--ignore-sidecar=features", "--features=" + Penguins.FEATURES, "--mode=overwrite")
            .code());
    assertEquals(342, SPARK.session().read().parquet(output).count());
  }

  @Test
  void aSidecarIsReplacedOnlyWhereThatIsAskedFor() throws IOException {
    assertPacked();
    String before = Files.readString(sidecar);
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the sidecar %s exists and was left as it is; replace it with --overwrite"
            .formatted(sidecar),
        pack());
    assertEquals(before, Files.readString(sidecar));
    CommandLineRun run =
        CommandLineRun.of(
            "package",
            model.toString(),
            "--features=" + Penguins.FEATURES,
            "--labels=a,b,c",
            "--overwrite");
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.readString(sidecar).contains("\"a\", \"b\", \"c\""));
  }

  @Test
  void whatCannotBePackagedIsRefused() throws IOException {
    assertRefused(
        ExitCode.USAGE,
        "--golden-rows is given without a table; give --expected URI or --input URI",
        pack("--golden-rows=3"));
    assertRefused(
        ExitCode.USAGE,
        "--golden-rows is '1001'; allowed: a whole number from 0 to 1000",
        pack("--golden-rows=1001", "--input=" + Penguins.TABLE));
    assertRefused(
        ExitCode.CONFIG,
        "the table %s of --expected has no column 'outputs'; it takes arrays of what model.predict gives for the rows"
            .formatted(Penguins.TABLE),
        pack("--expected=" + Penguins.TABLE));
    String two = folder.resolve("two").toString();
    keras().withColumn("outputs", functions.expr("slice(outputs, 1, 2)")).write().parquet(two);
    assertRefused(
        ExitCode.CONFIG,
        "a row of %s has 2 numbers in its column 'outputs'; allowed: 3, the outputs of the model, as model.predict gives them"
            .formatted(two),
        pack("--expected=" + two));
    String nowhere = folder.resolve("nowhere").toString();
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no table at %s; give URIs or globs of data that exists with --expected"
            .formatted(nowhere),
        pack("--expected=" + nowhere));
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no input at %s; give URIs or globs of data that exists with --input"
            .formatted(nowhere),
        pack("--input=" + nowhere));
    String nulls = folder.resolve("nulls").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .where("bill_length_mm is null")
        .write()
        .parquet(nulls);
    assertRefused(
        ExitCode.CONFIG,
        "none of the first 1000 rows of %s can be a golden row: each has a null, NaN or infinite feature, an array of the wrong length, or no finite outputs; give a table with valid rows first"
            .formatted(nulls),
        pack("--input=" + nulls));
    assertFalse(Files.exists(sidecar));
  }
}
