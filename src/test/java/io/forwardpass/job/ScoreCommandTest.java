package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on an embedded Spark, over the sample data. */
final class ScoreCommandTest {

  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private String output;

  @BeforeEach
  void chooseOutput() {
    output = folder.resolve("scored").toString();
  }

  /** Scores the penguins; later options win. */
  private CommandLineRun score(String... options) {
    return Penguins.score(output, List.of(), options);
  }

  private void assertScored(String... options) {
    CommandLineRun run = score(options);
    assertEquals(0, run.code(), run.err());
  }

  private void assertRefused(ExitCode code, String message, String... options) throws IOException {
    SortedMap<String, String> before = files();
    CommandLineRun run = score(options);
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
    assertEquals("", run.out());
    assertEquals(before, files(), "nothing is written");
  }

  /** All files of the test with a digest of their content. */
  private SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        files.put(
            path.toString(),
            Files.isDirectory(path) ? "" : Arrays.hashCode(Files.readAllBytes(path)) + "");
      }
    }
    return files;
  }

  private Dataset<Row> scored() {
    return SPARK.session().read().parquet(output);
  }

  private JsonNode report(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void theProbabilitiesAreKeras() {
    assertScored("--on-invalid", "drop");
    Dataset<Row> expected =
        SPARK.session().read().parquet("data-samples/penguins/expected.parquet");
    String[] columns = expected.columns();
    List<Row> ours = scored().orderBy("id").selectExpr(columns).collectAsList();
    List<Row> keras = expected.orderBy("id").collectAsList();
    assertEquals(342, keras.size());
    assertEquals(keras.size(), ours.size());
    for (int row = 0; row < keras.size(); row++) {
      String place = "row " + row;
      assertEquals(keras.get(row).get(0).toString(), ours.get(row).get(0).toString(), place);
      for (int column = 1; column < columns.length; column++) {
        double theirs = ((Number) keras.get(row).get(column)).doubleValue();
        double own = ((Number) ours.get(row).get(column)).doubleValue();
        assertEquals(theirs, own, 1e-5, place + ", " + columns[column]);
      }
    }
  }

  @Test
  void theReportSaysWhatHappened() throws IOException {
    assertScored("--on-invalid", "null", "--keep", "id");
    JsonNode report = report(Path.of(output, Output.REPORT));
    assertEquals("succeeded", report.at("/status").asText());
    assertEquals(344, report.at("/rows/in").asLong());
    assertEquals(342, report.at("/rows/scored").asLong());
    assertEquals(2, report.at("/rows/invalid_by_column/bill_length_mm/null").asLong());
    assertEquals(344, report.at("/rows/out").asLong());
    assertEquals(123, report.at("/classes/Gentoo").asLong());
    assertEquals("null", report.at("/options/on-invalid").asText());
    assertEquals("Normalization", report.at("/model/layers/0/class_name").asText());
    assertTrue(report.at("/mean_confidence").asDouble() > 0.5);
    assertEquals(344, scored().count());
    assertArrayEquals(
        new String[] {
          "id", "probability_Adelie", "probability_Chinstrap", "probability_Gentoo", "prediction"
        },
        scored().columns());
  }

  @Test
  void theSummaryIsForPeople() {
    CommandLineRun run = score("--on-invalid=null", "--keep=id,species", "--show=4");
    List<String> lines = run.out().lines().toList();
    assertEquals(
        List.of(
            "id  species  probability_Adelie  probability_Chinstrap  probability_Gentoo  prediction",
            " 1  Adelie               0.9022                 0.0506              0.0472  Adelie"),
        lines.subList(0, 2));
    assertEquals(
        " 4  Adelie                 null                   null                null  null",
        lines.get(4));
    assertEquals(
        List.of(
            "Rows: 344 in, 342 scored, 2 invalid, 344 written",
            "  invalid: bill_length_mm null in 2 rows",
            "  predicted: Adelie in 151 rows",
            "  predicted: Chinstrap in 68 rows",
            "  predicted: Gentoo in 123 rows"),
        lines.subList(6, 11));
    assertTrue(lines.get(11).startsWith("Speed: "), lines.get(11));
    assertEquals("Output: " + output + " (parquet)", lines.get(12));
    assertEquals("Report: file:" + output + "/_forwardpass_report.json", lines.get(13));
    assertEquals("Page: file:" + output + "/_forwardpass_report.html", lines.get(14));
  }

  @Test
  void aJobFileTakesThePlaceOfOptions() throws IOException {
    Path conf = folder.resolve("job.conf");
    Files.writeString(folder.resolve("shared.conf"), "keep = [id, \"year\"], on-invalid = null");
    Files.writeString(
        conf, "include \"shared.conf\"\nprobabilities = array\nprediction-col = class");
    assertScored("--config", conf.toString(), "--on-invalid", "drop");
    assertArrayEquals(new String[] {"id", "year", "probabilities", "class"}, scored().columns());
    assertEquals(342, scored().count());
  }

  @Test
  void jobFilesThatIncludeEachOtherAreRefused() throws IOException {
    Path one = Files.writeString(folder.resolve("one.conf"), "include \"two.conf\"");
    Path two = Files.writeString(folder.resolve("two.conf"), "include \"one.conf\"");
    assertRefused(
        ExitCode.USAGE,
        "the job file file:%s includes file:%s, which includes it in turn; remove one of the includes"
            .formatted(two, one),
        "--config=" + one);
    Path deep = Files.writeString(folder.resolve("deep.conf"), "labels = " + "[".repeat(100_000));
    assertRefused(
        ExitCode.USAGE,
        "the job file cannot be understood: %s is nested too deeply".formatted(deep),
        "--config=" + deep);
  }

  @Test
  void aNameWithAPointIsAFieldFirstAndThenAColumn() {
    String input = folder.resolve("in").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumn("bill", functions.expr("named_struct('length', bill_length_mm)"))
        .withColumn("bill.length", functions.expr("cast(null as float)"))
        .withColumnRenamed("bill_depth_mm", "bill.depth")
        .withColumnRenamed("year", "y`r")
        .write()
        .parquet(input);
    assertScored(
        "--input=" + input,
        "--on-invalid=drop",
        "--features=bill.length,bill.depth,flipper_length_mm,body_mass_g",
        "--keep=id,bill.length,bill.depth,`bill.length`",
        "--probabilities=none");
    assertArrayEquals(
        new String[] {"id", "length", "bill.depth", "bill.length", "prediction"},
        scored().columns());
    assertEquals(342, scored().count());
    output += "-2";
    assertScored(
        "--input=" + input,
        "--on-invalid=drop",
        "--features=bill.length,bill.depth,flipper_length_mm,body_mass_g");
    assertEquals(342, scored().select("`y``r`").count());
  }

  @Test
  void aFieldThatAColumnDoesNotHaveIsNotKept() throws IOException {
    assertRefused(
        ExitCode.CONFIG,
        "--keep names the field 'id.x', which the column 'id' does not have; name the column or another of its fields",
        "--keep=id.x");
  }

  @Test
  void partitionsAreColumnsThatCanBeFolders() throws IOException {
    assertRefused(
        ExitCode.USAGE,
        "--partition-by names the column 'id' twice; name each once",
        "--partition-by=id,ID");
    assertRefused(
        ExitCode.CONFIG,
        "--partition-by names all columns of the output (prediction), so that none is left for the files; leave one out",
        "--keep=none",
        "--probabilities=none",
        "--partition-by=prediction");
    String notThis = "; name columns of the output that hold numbers, texts, dates or times";
    assertRefused(
        ExitCode.CONFIG,
        "--partition-by names 'probabilities', which is of type array<float>" + notThis,
        "--probabilities=array",
        "--partition-by=probabilities");
    assertRefused(
        ExitCode.CONFIG,
        "--partition-by names 'species.x', which is a field of a column" + notThis,
        "--partition-by=species.x");
  }

  @Test
  void labelsComeFromAFile() throws IOException {
    Path labels = folder.resolve("labels.txt");
    Files.writeString(labels, "one\ntwo\n three \n\n");
    assertScored("--labels=@" + labels, "--keep=none", "--on-invalid=drop");
    assertArrayEquals(
        new String[] {"probability_one", "probability_two", "probability_three", "prediction"},
        scored().columns());
  }

  @Test
  void aByteOrderMarkIsNoPartOfALabel() throws IOException {
    Path labels = folder.resolve("labels.txt");
    Files.writeString(labels, "\uFEFFone\r\ntwo\r\nthree\r\n");
    assertScored("--labels=@" + labels, "--keep=none", "--on-invalid=drop");
    assertArrayEquals(
        new String[] {"probability_one", "probability_two", "probability_three", "prediction"},
        scored().columns());
  }

  @Test
  void aLabelsFileHasLabels() throws IOException {
    Path labels = folder.resolve("labels.txt");
    Files.writeString(labels, "\uFEFF\n \n");
    assertRefused(
        ExitCode.CONFIG,
        "the labels file at %s has no label; give one a line, in the order of the model's outputs"
            .formatted(labels),
        "--labels=@" + labels);
  }

  @Test
  void otherFormatsPassThrough() {
    String csv = folder.resolve("csv").toString();
    SPARK.session().read().parquet(Penguins.TABLE).write().option("header", true).csv(csv);
    assertScored(
        "--input=" + csv,
        "--format=csv",
        "--input-options=header=true",
        "--input-options=inferSchema=true",
        "--input-options=nullValue=NA",
        "--output-format=csv",
        "--output-options=header=true",
        "--on-invalid=drop",
        "--where=year = 2007 AND species <> 'Gentoo'",
        "--partition-by=species");
    Dataset<Row> written = SPARK.session().read().option("header", true).csv(output);
    assertEquals(75, written.count());
    assertTrue(Files.isDirectory(Path.of(output, "species=Adelie")));
  }

  @Test
  void anEmptyInputGivesAnEmptyTableWithTheSchema() {
    assertScored("--where", "false");
    assertEquals(0, scored().count());
    assertTrue(Arrays.asList(scored().columns()).contains("probability_Gentoo"));
    output += "-2";
    String empty = folder.resolve("empty").toString();
    SPARK.session().read().parquet(Penguins.TABLE).limit(0).write().parquet(empty);
    assertScored("--input", empty);
    assertEquals(0, scored().count());
  }

  @Test
  void theModesAreSparks() throws IOException {
    assertScored("--on-invalid=drop", "--where=id <= 10");
    long once = scored().count();
    assertScored("--on-invalid=drop", "--where=id <= 10", "--mode=append");
    assertEquals(2 * once, scored().count());
    assertScored("--on-invalid=drop", "--where=id <= 20", "--mode=overwrite");
    assertEquals(19, scored().count());
    SortedMap<String, String> before = files();
    CommandLineRun ignored = score("--mode=ignore");
    assertEquals(
        "The output %s exists and was left as it is (--mode ignore); nothing was scored.%n"
            .formatted(output),
        ignored.out());
    assertEquals(0, ignored.code());
    assertEquals(before, files());
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s exists and was left as it is; choose another, or --mode overwrite, append or ignore"
            .formatted(output));
  }

  @Test
  void aMountedVolumeIsNotReplacedByATable() {
    CommandLineRun run = score("--output=/proc", "--mode=overwrite");
    assertEquals(
        "forwardpass: the output /proc is the folder that a volume is mounted at, which nothing can take the place of; give a folder in it%n"
            .formatted(),
        run.err());
    assertEquals(73, run.code());
  }

  @Test
  void aFileIsNotReplacedByATable() throws IOException {
    Files.writeString(Path.of(output), "of someone");
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s is a file, and a table is a folder; choose another, or delete the file"
            .formatted(output),
        "--mode=overwrite");
    assertEquals("of someone", Files.readString(Path.of(output)));
    Files.delete(Path.of(output));
  }

  @Test
  void aDeltaTableThatIsThereIsLeftAlone() throws IOException {
    Files.createDirectories(Path.of(output, "_delta_log"));
    for (String mode : List.of("append", "overwrite")) {
      assertRefused(
          ExitCode.CONFIG,
          "the output %s is a Delta table, whose log says which of its files count; give --output-format delta, and its package to spark-submit"
              .formatted(output),
          "--mode=" + mode);
    }
    String input = folder.resolve("delta").toString();
    Files.createDirectories(Path.of(input, "_delta_log"));
    CommandLineRun read = score("--input=" + input);
    assertEquals(
        "forwardpass: the input %s is a Delta table, whose log says which of its files count; give --format delta, and its package to spark-submit%n"
            .formatted(input),
        read.err());
    assertEquals(78, read.code());
    CommandLineRun ignored = score("--output-format=delta", "--mode=ignore");
    assertEquals(
        "The output %s exists and was left as it is (--mode ignore); nothing was scored.%n"
            .formatted(output),
        ignored.out());
    assertEquals(0, ignored.code(), ignored.err());
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s exists and was left as it is; choose another, or --mode overwrite, append or ignore"
            .formatted(output),
        "--output-format=delta");
  }

  @Test
  void theUnfinishedFilesOfAnotherRunAreNoOutput() throws IOException {
    Path temporary = Path.of(output, "_temporary");
    Files.createDirectories(temporary.resolve("0"));
    String unfinished =
        "the output %s holds the unfinished files of another run (file:%s): wait until that run has ended, or delete the folder if it was killed"
            .formatted(output, temporary);
    assertRefused(ExitCode.CANNOT_WRITE, unfinished, "--mode=append");
    assertRefused(ExitCode.CANNOT_WRITE, unfinished, "--mode=ignore");
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s exists and was left as it is; it holds only the unfinished files of another run (file:%s): wait until that run has ended, or use --mode overwrite if it was killed"
            .formatted(output, temporary));
    assertScored("--on-invalid=drop", "--mode=overwrite");
    assertFalse(Files.exists(temporary));
    Files.createDirectories(temporary);
    assertEquals(0, score("--mode=ignore").code(), "_SUCCESS says that the output is whole");
    assertRefused(ExitCode.CANNOT_WRITE, unfinished, "--mode=append");
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s exists and was left as it is; choose another, or --mode overwrite, append or ignore"
            .formatted(output));
  }

  @Test
  void aFolderWithoutDataIsNoOutputToLeaveAsItIs() throws IOException {
    Files.createDirectories(Path.of(output, "year=2007"));
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s exists but holds no data files, so that it is no finished output; delete it, or use --mode overwrite"
            .formatted(output),
        "--mode=ignore");
  }

  @Test
  void onlyRowsOfTheSameColumnsAreAppended() throws IOException {
    assertScored("--on-invalid=drop", "--keep=id");
    assertAppendRefused(
        "has other columns than this run would write: 'year' is not there", "--keep=id,year");
    assertAppendRefused(
        "has other columns than this run would write: 'id' is there, and would not be written",
        "--keep=none");
    assertAppendRefused(
        "has other columns than this run would write: 'probability_A' is not there",
        "--keep=id",
        "--labels=A,B,C",
        "--dry-run");
    String input = folder.resolve("in").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumn("id", functions.expr("cast(id as string)"))
        .write()
        .parquet(input);
    assertAppendRefused(
        "has other columns than this run would write: 'id' is of type bigint there, and would be written as string",
        "--keep=id",
        "--input=" + input);
    assertScored("--on-invalid=null", "--keep=ID", "--mode=append");
    assertEquals(686, scored().count());
  }

  @Test
  void onlyRowsOfTheSamePartitionsAndFormatAreAppended() throws IOException {
    assertScored("--on-invalid=drop", "--partition-by=year,species");
    String remedy = "; give the same columns, or choose another output";
    assertRefused(
        ExitCode.CONFIG,
        "the output %s is partitioned by year,species, and --partition-by has nothing"
                .formatted(output)
            + remedy,
        "--mode=append");
    assertRefused(
        ExitCode.CONFIG,
        "the output %s is partitioned by year,species, and --partition-by has species,year"
                .formatted(output)
            + remedy,
        "--mode=append",
        "--partition-by=species,year");
    CommandLineRun run = score("--mode=append", "--output-format=csv", "--dry-run");
    assertEquals(78, run.code());
    assertTrue(
        run.err()
            .matches(
                "forwardpass: the output .*/scored cannot be added to as csv: it holds part-.*\\.parquet; give the --output-format and --output-options that it was written with, or choose another output\\R"),
        run.err());
    assertScored("--on-invalid=drop", "--partition-by=year,species", "--mode=append");
    assertEquals(684, scored().count());
  }

  @Test
  void csvIsAppendedByPlaceAndJsonByName() throws IOException {
    String[] csv = {
      "--on-invalid=drop", "--mode=append", "--output-format=csv", "--output-options=header=true"
    };
    assertScored(withArguments(csv, "--keep=id,species"));
    assertAppendRefused(
        "has other columns than this run would write: column 1 is 'id' there, and would be 'species'",
        withArguments(csv, "--keep=species,id"));
    assertAppendRefused(
        "has other columns than this run would write: 6 columns are there, and 5 would be written",
        withArguments(csv, "--keep=id"));
    assertScored(withArguments(csv, "--keep=id,species"));
    output += "-json";
    String[] json = {"--on-invalid=null", "--mode=append", "--output-format=json"};
    assertScored(withArguments(json, "--keep=id"));
    assertScored(withArguments(json, "--keep=id,species"));
    output += "-2";
    assertScored(withArguments(json, "--keep=id"));
    assertAppendRefused(
        "has other columns than this run would write: 'id' is there, and would not be written",
        withArguments(json, "--keep=none"));
  }

  private static String[] withArguments(String[] some, String more) {
    String[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = more;
    return all;
  }

  private void assertAppendRefused(String difference, String... options) throws IOException {
    String[] all = withArguments(options, "--set=mode=append");
    assertRefused(
        ExitCode.CONFIG,
        "the output %s %s; give the options that it was written with, or choose another output"
            .formatted(output, difference),
        all);
  }

  @Test
  void aDynamicOverwriteReplacesTheWrittenPartitionsOnly() {
    assertScored("--on-invalid=drop", "--partition-by=year");
    assertScored(
        "--on-invalid=drop",
        "--partition-by=year",
        "--where=year = 2007",
        "--mode=overwrite",
        "--output-options=PartitionOverwriteMode=DYNAMIC");
    assertEquals(342, scored().count());
  }

  @Test
  void anInvalidRowEndsTheJobAndLeavesEverythingAsItWas() throws IOException {
    String message =
        "%s: feature 'bill_length_mm' holds a null; every feature must be a finite number; to go on without such rows set on-invalid to null (kept, without a prediction), drop or quarantine"
            .formatted(Path.of(Penguins.TABLE).toUri());
    assertRefused(ExitCode.DATA, message);
    assertFalse(Files.exists(Path.of(output)));
    assertScored("--on-invalid=drop");
    assertRefused(ExitCode.DATA, message, "--mode=overwrite");
    assertRefused(ExitCode.DATA, message, "--mode=append");
    assertEquals(342, scored().count());
  }

  @Test
  void aFailedRunIsReportedWhereAReportIsAskedFor() throws IOException {
    Path file = folder.resolve("report.json");
    Files.writeString(file, "{\"status\": \"succeeded\", \"exit_code\": 0, \"message\": \"\"}");
    CommandLineRun run = score("--report", file.toString());
    assertEquals(65, run.code());
    JsonNode report = report(file);
    assertEquals("failed", report.at("/status").asText());
    assertEquals(65, report.at("/exit_code").asInt());
    assertEquals(run.err().strip(), "forwardpass: " + report.at("/message").asText());
    assertEquals("3.15.1", report.at("/model/keras_version").asText());
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    SortedMap<String, String> before = files();
    CommandLineRun run = score("--dry-run", "--keep=id", "--where=year = 2007");
    assertEquals(0, run.code(), run.err());
    assertEquals(before, files());
    List<String> lines = run.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertTrue(lines.contains("keep id command line"), run.out());
    assertTrue(lines.contains("format parquet default"), run.out());
    assertTrue(lines.contains("probability_Gentoo float"), run.out());
    assertTrue(run.out().contains("ForwardPass"), run.out());
    assertTrue(run.out().contains("(year,2007)"), "the filter is pushed down: " + run.out());
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    String nowhere = folder.resolve("nowhere").toString();
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no model at %s; give the URI of a file that exists".formatted(nowhere),
        "--model",
        nowhere);
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no input at %s; give URIs or globs of data that exists with --input"
            .formatted(nowhere),
        "--input",
        nowhere);
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no labels file at %s; give the URI of a file that exists".formatted(nowhere),
        "--labels=@" + nowhere);
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no job file at %s; give the URI of a file that exists".formatted(nowhere),
        "--config",
        nowhere);
    assertRefused(
        ExitCode.NO_INPUT,
        "the model at nofs://x/m.keras cannot be read: No FileSystem for scheme \"nofs\"; give spark-submit the jar of that file system with --jars",
        "--model=nofs://x/m.keras");
  }

  @Test
  void columnsAndLabelsMustFit() throws IOException {
    assertRefused(
        ExitCode.CONFIG,
        "--keep names the column 'specis', which the table does not have; the nearest is 'species' of 9",
        "--keep=id,specis");
    assertRefused(
        ExitCode.CONFIG,
        "the output has no column 'island' to be partitioned by, as --partition-by or --partition asks; it has 5: id, probability_Adelie, probability_Chinstrap, probability_Gentoo, prediction; name it in --keep too, or another",
        "--keep=id",
        "--partition-by=island");
    assertRefused(
        ExitCode.CONFIG,
        "no column 'bill_lenght_mm' for a feature; did you mean 'bill_length_mm'?; the table has id, species, island, bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, sex, year",
        "--features=bill_lenght_mm",
        "--keep=id");
    assertRefused(
        ExitCode.CONFIG,
        "2 labels (a, b) for %s, which has 3 outputs to name; give one label for each, in order"
            .formatted(Penguins.MODEL),
        "--labels=a,b");
    assertRefused(
        ExitCode.CONFIG,
        "label 'A' is given twice; labels name columns, which differ by more than upper and lower case",
        "--labels=a,A,b");
    assertRefused(
        ExitCode.CONFIG,
        "the output would have the column 'species' twice (Spark ignores case unless spark.sql.caseSensitive is true); leave it out with --keep, or choose other --labels or --prediction-col",
        "--keep=id,species,species");
  }

  @Test
  void aColumnOfTheTableMustNotClashWithThePrediction() throws IOException {
    assertRefused(
        ExitCode.CONFIG,
        "column 'Species' would be written twice: the table has one of that name, or two outputs do; rename or leave out the table's, or choose other labels",
        "--prediction-col=Species");
    assertScored("--prediction-col=Species", "--keep=id", "--on-invalid=drop");
    assertArrayEquals(
        new String[] {
          "id", "probability_Adelie", "probability_Chinstrap", "probability_Gentoo", "Species"
        },
        scored().columns());
  }

  @Test
  void aFilterThatSparkCannotReadIsRefused() throws IOException {
    CommandLineRun run = score("--where", "yeer = 2007");
    assertEquals(64, run.code());
    assertTrue(
        run.err().startsWith("forwardpass: --where 'yeer = 2007' cannot be used: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertEquals(64, score("--where", "year = = 2007").code());
  }

  @Test
  void theOutputMustNotBeTheInput() throws IOException {
    String input = folder.resolve("in").toString();
    SPARK.session().read().parquet(Penguins.TABLE).write().parquet(input);
    output = input;
    assertRefused(
        ExitCode.USAGE,
        "the output %s and the input file:%s overlap; choose places apart from each other"
            .formatted(input, input),
        "--input=" + input,
        "--mode=overwrite");
    output = input + "/scored";
    assertEquals(64, score("--input=" + input).code());
  }

  @Test
  void theOutputMustNotHoldWhatTheRunReads() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    Path model = Files.copy(Path.of(Penguins.MODEL), models.resolve("m.keras"));
    Path labels = Files.writeString(models.resolve("labels.txt"), "a\nb\nc\n");
    Path conf = Files.writeString(models.resolve("job.conf"), "on-invalid = drop");
    output = models.toString();
    assertHeld("model", model, "--model=" + model);
    assertHeld("labels file", labels, "--labels=@" + labels);
    assertHeld("job file", conf, "--config=" + conf);
    output = models.resolve("scored").toString();
    assertScored("--model=" + model, "--labels=@" + labels, "--config=" + conf);
  }

  private void assertHeld(String what, Path held, String option) throws IOException {
    assertRefused(
        ExitCode.USAGE,
        "the output %s and the %s file:%s overlap; choose places apart from each other"
            .formatted(output, what, held),
        option,
        "--mode=overwrite");
  }

  @Test
  void aRelativePathDoesNotHideThatTheOutputIsTheInput() throws IOException {
    Path in = folder.resolve("in");
    Path inside = in.resolve("2007");
    SPARK.session().read().parquet(Penguins.TABLE).write().parquet(inside.toString());
    Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
    assertOverlap(relative(inside), relative(inside));
    assertOverlap(inside.toString(), relative(inside));
    assertOverlap(relative(inside), inside.toString());
    assertOverlap(relative(inside.resolve("scored")), relative(inside));
    assertOverlap(relative(in), relative(inside));
    assertOverlap(relative(link), relative(inside));
    assertOverlap(link.resolve("scored").toString(), inside.toString());
  }

  private void assertOverlap(String to, String from) throws IOException {
    assertRefused(
        ExitCode.USAGE,
        "the output %s and the input file:%s overlap; choose places apart from each other"
            .formatted(to, Path.of(from).toAbsolutePath().normalize()),
        "--output=" + to,
        "--input=" + from,
        "--mode=overwrite");
  }

  private static String relative(Path path) {
    return Path.of("").toAbsolutePath().relativize(path).toString();
  }

  @Test
  void theReportOverwritesReportsOnly() throws IOException {
    Path in = folder.resolve("in");
    SPARK.session().read().parquet(Penguins.TABLE).write().parquet(in.toString());
    Path model = Files.copy(Path.of(Penguins.MODEL), folder.resolve("m.keras"));
    Path labels = Files.writeString(folder.resolve("labels.txt"), "a\nb\nc\n");
    Path conf = Files.writeString(folder.resolve("job.conf"), "on-invalid = drop");
    assertNoReport(in.resolve("report.json"), "input", in, "--input=" + in);
    assertNoReport(in, "input", in, "--input=" + in);
    assertNoReport(model, "model", model, "--model=" + model);
    assertNoReport(labels, "labels file", labels, "--labels=@" + labels);
    assertNoReport(conf, "job file", conf, "--config=" + conf);
    assertNoReport(Path.of(output), "output", Path.of(output));
    for (Path place : List.of(in, folder.resolve("none"))) {
      assertRefused(
          ExitCode.USAGE,
          "the report %s/ is a folder; give the URI of a file with --report".formatted(place),
          "--report=" + place + "/");
    }
    assertRefused(
        ExitCode.USAGE,
        "the report %s is a folder; give the URI of a file with --report".formatted(in),
        "--report=" + in);
    Path part;
    try (Stream<Path> parts = Files.list(in)) {
      part = parts.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    String glob = in + "/*.parquet";
    assertNoReport(part, "input", Path.of(glob), "--input=" + glob);
  }

  @Test
  void theReportLeavesAnOutputAloneThatTheRunLeavesAlone() throws IOException {
    Path inside = Path.of(output, "_report.json");
    assertScored("--on-invalid=drop", "--report=" + inside);
    assertEquals("succeeded", report(inside).at("/status").asText());
    CommandLineRun again = score("--report=" + inside, "--on-invalid=drop");
    assertEquals(73, again.code(), again.err());
    assertTrue(again.err().contains("the output %s exists".formatted(output)), again.err());
    assertEquals(0, score("--report=" + inside, "--mode=ignore").code());
    assertEquals("succeeded", report(inside).at("/status").asText());
    assertScored("--on-invalid=drop", "--report=" + inside, "--mode=overwrite");
  }

  private void assertNoReport(Path report, String what, Path taken, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--report=" + report);
    assertRefused(
        ExitCode.USAGE,
        "the report %s would overwrite, or lie in, the %s %s; choose another file with --report"
            .formatted(report, what, taken),
        all.toArray(String[]::new));
  }

  @Test
  void aFailedRunWritesNoReportIntoItsOutput() throws IOException {
    Path inside = Path.of(output, "_report.json");
    SortedMap<String, String> before = files();
    CommandLineRun run = score("--report=" + inside);
    List<String> lines = run.err().lines().toList();
    assertEquals(
        "forwardpass: the report was not written to %s: a run that fails writes nothing into its output"
            .formatted(inside),
        lines.get(0));
    assertTrue(lines.get(1).contains("'bill_length_mm' holds a null"), run.err());
    assertEquals(65, run.code());
    assertEquals(before, files(), "nothing is left behind");
    assertScored("--report=" + inside, "--on-invalid=drop");
    assertEquals("succeeded", report(inside).at("/status").asText());
  }

  @Test
  void theReportsParentMustBeAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the report %s/report.json cannot be written: file:%s is no folder".formatted(file, file),
        "--report=" + file + "/report.json");
  }

  @Test
  void aReportThatCannotBeWrittenSaysWhatBecameOfTheOutput() {
    Path file = folder.resolve("r".repeat(250));
    CommandLineRun run = score("--on-invalid=drop", "--report=" + file);
    assertEquals(73, run.code());
    assertTrue(
        run.err()
            .matches(
                "forwardpass: the report %s cannot be written: .*; the output is there\\R"
                    .formatted(file)),
        run.err());
    assertEquals(342, scored().count());
  }

  @Test
  void aFileThatIsNoReportIsNotOverwritten() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.json"), "{\"a\": 1}");
    Path empty = Files.createFile(folder.resolve("empty"));
    for (Path file : List.of(notes, empty)) {
      assertRefused(
          ExitCode.USAGE,
          "the report %s would overwrite a file that is no report of Forwardpass; choose another file with --report, or delete that one"
              .formatted(file),
          "--report=" + file);
    }
    Path visible = Path.of(output, "report.json");
    assertRefused(
        ExitCode.USAGE,
        "the report %s would lie among the data files of the output %s; give it a name that starts with _ there, or choose a file elsewhere with --report"
            .formatted(visible, output),
        "--report=" + visible);
  }

  @Test
  void aRunThatWasKilledBetweenItsRenamesIsPutRight() throws IOException {
    assertScored("--on-invalid=drop");
    Path old = folder.resolve(".scored.old-" + UUID.randomUUID());
    Files.move(Path.of(output), old);
    CommandLineRun run = score("--mode=overwrite");
    assertEquals(65, run.code());
    assertEquals(
        "forwardpass: the last run was killed while it replaced file:%s; its old content was put back from file:%s"
            .formatted(output, old),
        run.err().lines().findFirst().orElseThrow());
    assertEquals(342, scored().count());
    assertFalse(Files.exists(old));
  }

  @Test
  void whatKilledRunsLeftIsDeleted() throws IOException {
    assertScored("--on-invalid=drop");
    Path unfinished = Files.createDirectories(folder.resolve(".scored.new-" + UUID.randomUUID()));
    Path replaced = Files.createDirectories(folder.resolve(".scored.old-" + UUID.randomUUID()));
    Path other = Files.createDirectories(folder.resolve(".scored2.new-" + UUID.randomUUID()));
    CommandLineRun run = score("--mode=overwrite", "--on-invalid=drop");
    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertFalse(Files.exists(unfinished));
    assertFalse(Files.exists(replaced));
    assertTrue(Files.exists(other));
  }

  @Test
  void anOverwriteGoesThroughASymbolicLink() throws IOException {
    Path real = folder.resolve("deep/real");
    output = real.toString();
    assertScored("--on-invalid=drop");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    output = link.toString();
    assertScored("--on-invalid=drop", "--mode=overwrite", "--where=id <= 20");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(19, SPARK.session().read().parquet(real.toString()).count());
  }

  @Test
  void aFailedRunRemovesTheFoldersThatItMade() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    output = there.resolve("a/b/scored").toString();
    SortedMap<String, String> before = files();
    assertEquals(65, score().code());
    assertEquals(before, files());
  }

  @Test
  void theRowsShownAreThoseThatThisRunWrote() {
    String[] csv = {
      "--on-invalid=drop",
      "--keep=id",
      "--probabilities=none",
      "--partition-by=prediction",
      "--output-format=csv",
      "--show=10000",
      "--mode=append"
    };
    CommandLineRun first = score(withArguments(csv, "--where=id = 1"));
    assertEquals(
        List.of("id  prediction", " 1  Adelie"), first.out().lines().toList().subList(0, 2));
    CommandLineRun second = score(withArguments(csv, "--where=id = 2"));
    assertEquals(
        List.of("id  prediction", " 2  Adelie", ""), second.out().lines().toList().subList(0, 3));
    CommandLineRun third = score(withArguments(csv, "--where=false"));
    assertEquals(List.of("id  prediction", ""), third.out().lines().toList().subList(0, 2));
  }

  @Test
  void aRunWhoseRowsCannotBeShownEndedWellAllTheSame() {
    CommandLineRun run =
        score(
            "--on-invalid=drop",
            "--keep=id",
            "--show=1",
            "--output-format=json",
            "--output-options=encoding=UTF-16",
            "--output-options=lineSep=\u0001\u0002\u0003");
    assertEquals(0, run.code());
    assertTrue(run.err().startsWith("forwardpass: the output is complete, but"), run.err());
    assertTrue(run.out().contains("342 scored"), run.out());
  }

  @Test
  void arraysAreShownInBrackets() {
    CommandLineRun run =
        score("--on-invalid=drop", "--keep=id", "--probabilities=array", "--show=1");
    assertEquals(
        List.of("id  probabilities             prediction", " 1  [0.9022, 0.0506, 0.0472]  Adelie"),
        run.out().lines().toList().subList(0, 2));
  }

  @Test
  void aLabelsFileIsUtf8() throws IOException {
    Path labels = Files.write(folder.resolve("labels.txt"), new byte[] {'a', (byte) 0xe9, '\n'});
    assertRefused(
        ExitCode.NO_INPUT,
        "the labels file at %s is not text in UTF-8; save it in that encoding".formatted(labels),
        "--labels=@" + labels);
  }

  @Test
  void anUnknownFormatIsTheUsers() throws IOException {
    String allowed =
        "; allowed: parquet, orc, csv, json, or another format whose jar spark-submit is given with --packages or --jars";
    assertRefused(
        ExitCode.USAGE, "format (command line) is 'parquett'" + allowed, "--format=parquett");
    assertRefused(
        ExitCode.USAGE,
        "output-format (command line) is 'parkay'" + allowed,
        "--output-format=parkay",
        "--dry-run");
    assertRefused(
        ExitCode.USAGE, "output-format (command line) is 'avro'" + allowed, "--output-format=avro");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--output-options=compression=zzz | [CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION] The codec zzz is not available. Available codecs are brotli, uncompressed, lzo, snappy, lz4_raw, none, zstd, lz4, gzip.",
        "--output-options=parquet.block.size=abc | Spark's reader or writer does not take what it was given: NumberFormatException For input string: \"abc\"; look at --format, --input-options, --output-format and --output-options",
        "--output-options=maxRecordsPerFile=x | Spark's reader or writer does not take what it was given: NumberFormatException For input string: \"x\"; look at --format, --input-options, --output-format and --output-options",
        "--input-options=mergeSchema=perhaps | Spark's reader or writer does not take what it was given: IllegalArgumentException For input string: \"perhaps\"; look at --format, --input-options, --output-format and --output-options",
        "--output-format=jdbc | Spark's reader or writer does not take what it was given: IllegalArgumentException requirement failed: Option 'url' is required.; look at --format, --input-options, --output-format and --output-options",
        "--output-format=binaryFile | [UNSUPPORTED_FEATURE.WRITE_FOR_BINARY_SOURCE] The feature is not supported: Write for the binary file data source.",
        "--output-format=rate | Spark's reader or writer does not take what it was given: SparkException [INTERNAL_ERROR] org.apache.spark.sql.execution.streaming.sources.RateStreamProvider does not allow create table as select.; look at --format, --input-options, --output-format and --output-options",
        "--format=jdbc | Spark's reader or writer does not take what it was given: IllegalArgumentException requirement failed: Option 'url' is required.; look at --format, --input-options, --output-format and --output-options",
      })
  void whatSparkDoesNotTakeIsTheUsers(String option, String message) throws IOException {
    assertRefused(ExitCode.CONFIG, message, "--on-invalid=drop", option);
  }

  @Test
  void theOutputsFormatMustHoldTheWholeOutput() throws IOException {
    assertRefused(
        ExitCode.CONFIG,
        "the output format text takes one column of type string beside those of --partition-by, and the output has 13: id, species, island, bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, sex, year, probability_Adelie, ...; choose them with --keep and --probabilities, or another --output-format",
        "--output-format=text",
        "--dry-run");
    String xml =
        " is missing; files of format xml need the name of the element that is a row: rowTag=row";
    assertRefused(
        ExitCode.USAGE, "--output-options rowTag" + xml, "--output-format=xml", "--dry-run");
    assertRefused(ExitCode.USAGE, "--input-options rowTag" + xml, "--format=xml");
    String[] text = {"--output-format=text", "--keep=none", "--probabilities=none"};
    assertScored(withArguments(text, "--on-invalid=drop"));
    assertEquals(342, SPARK.session().read().text(output).count());
  }

  @Test
  void noopTakesTheDefaultMode() {
    assertScored("--output-format=noop", "--on-invalid=drop", "--set=output=");
  }

  @Test
  void aFilterThatFailsOnARowIsTheData() throws IOException {
    SortedMap<String, String> before = files();
    for (String where : List.of("cast(species as int) = 1", "1 / (year - 2007) > 0")) {
      CommandLineRun run = score("--on-invalid=drop", "--where=" + where);
      assertEquals(65, run.code(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(
          run.err().matches("(?s)forwardpass: \\[(CAST_INVALID_INPUT|DIVIDE_BY_ZERO)\\] .*"),
          run.err());
    }
    assertEquals(before, files());
  }

  @Test
  void theOutputsFormatMustHoldTheOutput() throws IOException {
    assertRefused(
        ExitCode.CONFIG,
        "the output format csv cannot store the column 'probabilities' of type array<float>; leave it out (--keep, --probabilities columns) or choose --output-format parquet, orc or json",
        "--output-format=csv",
        "--probabilities=array",
        "--dry-run");
  }

  @Test
  void theOutputsParentMustBeAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    output = file + "/deep/scored";
    assertRefused(
        ExitCode.CANNOT_WRITE,
        "the output %s cannot be written: file:%s is no folder".formatted(output, file),
        "--dry-run");
  }

  @Test
  void aPartitionColumnMayHaveAPointInItsName() {
    String in = folder.resolve("in").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumnRenamed("species", "a.b")
        .write()
        .parquet(in);
    assertScored("--input=" + in, "--on-invalid=drop", "--partition-by=`a.b`");
    assertTrue(Files.isDirectory(Path.of(output, "a.b=Adelie")));
  }

  @Test
  void aColumnThatTheInputHasTwiceIsTheInputs() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.writeString(in.resolve("a.json"), "{\"id\": 1, \"ID\": 2}\n");
    assertRefused(
        ExitCode.CONFIG,
        "the input has a column twice (Spark ignores case unless spark.sql.caseSensitive is true): [COLUMN_ALREADY_EXISTS] The column `id` already exists. Choose another name or rename the existing column.",
        "--input=" + in,
        "--format=json");
  }

  @Test
  void aFileThatIsNoParquetIsNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.parquet"));
    byte[] whole = Files.readAllBytes(Path.of(Penguins.TABLE));
    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
    for (Path file : List.of(empty, cut)) {
      CommandLineRun run = score("--input=" + file);
      assertEquals(65, run.code(), run.err());
      assertTrue(run.err().startsWith("forwardpass: the input file file:" + file), run.err());
      assertFalse(run.err().contains("Job aborted"), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }

  @Test
  void anInputFolderWithoutFilesIsNoInput() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    assertRefused(
        ExitCode.NO_INPUT,
        "the input %s holds no data files; give URIs or globs of data that exists with --input"
            .formatted(in),
        "--input=" + in);
  }

  /** The members of the sample model, as Keras saves them unzipped. */
  private Path unzippedModel() throws IOException {
    Path model = Files.createDirectory(folder.resolve("unzipped"));
    try (FileSystem zip = FileSystems.newFileSystem(Path.of(Penguins.MODEL))) {
      for (String name : List.of("metadata.json", "config.json", "model.weights.h5")) {
        Files.write(model.resolve(name), Files.readAllBytes(zip.getPath(name)));
      }
    }
    return model;
  }

  @Test
  void aModelMayBeAFolderOrAnArchitectureWithWeights() throws IOException {
    Path model = unzippedModel();
    List<String> whole = scoredWith("whole", "--model", Penguins.MODEL);
    assertEquals(whole, scoredWith("folder", "--model", model.toString()));
    assertEquals(
        whole,
        scoredWith(
            "apart",
            "--model",
            model.resolve("config.json").toString(),
            "--weights",
            model.resolve("model.weights.h5").toString()));
  }

  private List<String> scoredWith(String name, String... options) {
    String to = folder.resolve(name).toString();
    List<String> all = new ArrayList<>(List.of("--on-invalid", "null", "--output", to));
    all.addAll(List.of(options));
    CommandLineRun run = score(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return SPARK.session().read().parquet(to).orderBy("id").collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void weightsThatAreNotThereAreNamed() throws IOException {
    String missing = folder.resolve("none.h5").toString();
    assertRefused(
        ExitCode.NO_INPUT,
        "there is no weights at %s; give the URI of a file that exists".formatted(missing),
        "--weights",
        missing);
  }

  @Test
  void sequencesAreScoredByLengthOrPadded() {
    String input = folder.resolve("sequences").toString();
    SPARK
        .session()
        .range(40)
        .selectExpr("id", "transform(sequence(0, 2 * (id % 3) + 1), x -> float(x * 0.1)) x")
        .write()
        .parquet(input);
    String model = "src/test/resources/goldens/LSTM/open-time/model.keras";
    List<String> common =
        List.of("--model", model, "--input", input, "--features", "x", "--labels", "a,b");
    assertEquals(40, sequences(common, "any").count());
    assertEquals(
        40, sequences(common, "padded", "--pad-sequences", "pre", "--max-length", "3").count());
    List<String> short3 = new ArrayList<>(common);
    short3.addAll(List.of("--pad-sequences", "post", "--max-length", "2", "--on-invalid", "drop"));
    assertEquals(27, sequences(short3, "short").count());
  }

  private Dataset<Row> sequences(List<String> common, String name, String... options) {
    String to = folder.resolve(name).toString();
    List<String> all = new ArrayList<>(common);
    all.addAll(List.of(options));
    all.addAll(List.of("--output", to));
    CommandLineRun run = score(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return SPARK
        .session()
        .read()
        .parquet(to)
        .where("output_a is not null and output_b is not null");
  }
}
