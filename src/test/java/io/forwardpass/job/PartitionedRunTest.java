package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs that replace a part of their output, and what keeps them apart. */
final class PartitionedRunTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path input;
  private Path output;

  /** The penguins over three days, 114, 115 and 115 a day, 2 of them invalid. */
  @BeforeEach
  void writeInput() {
    input = folder.resolve("input");
    output = folder.resolve("output");
    writeInput("id % 3");
  }

  private void writeInput(String day) {
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .selectExpr("*", "date_add(date'2026-11-21', int(%s)) ds".formatted(day))
        .write()
        .mode("overwrite")
        .partitionBy("ds")
        .parquet(input.toString());
  }

  private CommandLineRun score(String... options) {
    return scoreTo(output.toString(), options);
  }

  private CommandLineRun scoreTo(String place, String... options) {
    return Penguins.score(place, List.of("input=" + input, "on-invalid=null"), options);
  }

  private void assertScored(String... options) {
    CommandLineRun run = score(options);
    assertEquals("", run.err());
    assertEquals(0, run.code());
  }

  private void assertFails(ExitCode code, String message, String... options) {
    CommandLineRun run = score(options);
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
  }

  /** The output's files with a digest, but for the report and the marker, which each run writes. */
  private SortedMap<String, Integer> files(Path root) throws IOException {
    SortedMap<String, Integer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        if (!path.getFileName().toString().matches("\\.?_.*")) {
          files.put(root.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
        }
      }
    }
    return files;
  }

  private List<Row> rows(String day) {
    return SPARK
        .session()
        .read()
        .parquet(output.toString())
        .filter("ds = date'" + day + "'")
        .orderBy("id")
        .collectAsList();
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(n -> n.startsWith("."))
          .toList();
    }
  }

  @Test
  void aSliceIsScoredAndNothingElse() throws IOException {
    assertScored("--partition", "ds=2026-11-22");
    assertEquals(List.of("ds=2026-11-22"), days());
    List<Row> scored = rows("2026-11-22");
    assertEquals(
        SPARK.session().read().parquet(input.toString()).filter("ds = '2026-11-22'").count(),
        scored.size());
    SortedMap<String, Integer> before = files(output.resolve("ds=2026-11-22"));
    assertScored("--partition", "ds=2026-11-23");
    assertEquals(before, files(output.resolve("ds=2026-11-22")), "its files are left as they were");
    assertScored("--partition", "ds=2026-11-22");
    assertEquals(scored, rows("2026-11-22"), "the same run gives the same rows");
    assertEquals(List.of("ds=2026-11-22", "ds=2026-11-23"), days());
    assertTrue(Files.exists(output.resolve("_SUCCESS")));
    assertEquals(List.of(), hidden());
  }

  private List<String> days() throws IOException {
    try (Stream<Path> paths = Files.list(output)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("ds="))
          .sorted()
          .toList();
    }
  }

  @Test
  void aSliceThatHasBecomeEmptyIsEmptied() throws IOException {
    assertScored("--partition=ds=2026-11-21..2026-11-24");
    assertEquals(List.of("ds=2026-11-21", "ds=2026-11-22", "ds=2026-11-23"), days());
    List<Row> others = rows("2026-11-21");
    writeInput("2 * (id % 2)");
    assertScored("--partition=ds=2026-11-22");
    assertEquals(List.of("ds=2026-11-21", "ds=2026-11-23"), days());
    assertEquals(others, rows("2026-11-21"));
  }

  @Test
  void aDamagedFileOfTheSliceGoesWithIt() throws IOException {
    assertScored("--partition=ds=2026-11-22");
    List<Row> scored = rows("2026-11-22");
    for (String name : files(output).keySet()) {
      Files.writeString(output.resolve(name), "torn");
      Path checksum = output.resolve(name);
      Files.deleteIfExists(checksum.resolveSibling("." + checksum.getFileName() + ".crc"));
    }
    assertScored("--partition=ds=2026-11-22");
    assertEquals(scored, rows("2026-11-22"));
  }

  @Test
  void aRangeIsReplacedAsAWhole() throws IOException {
    assertScored("--partition=ds=2026-11-21..2026-11-24");
    writeInput("1 + id % 2");
    SortedMap<String, Integer> last = files(output.resolve("ds=2026-11-23"));
    assertScored("--partition=ds=2026-11-21..2026-11-23");
    assertEquals(List.of("ds=2026-11-22", "ds=2026-11-23"), days());
    assertEquals(172, rows("2026-11-22").size());
    assertEquals(last, files(output.resolve("ds=2026-11-23")));
  }

  @Test
  void foldersBelowAndAboveTheSliceGoWithIt() throws IOException {
    String[] folders = {"--partition-by=sex,ds,island", "--partition=ds=2026-11-22"};
    assertScored("--partition-by=sex,ds,island", "--partition=ds=2026-11-21..2026-11-24");
    Dataset<Row> all = SPARK.session().read().parquet(output.toString());
    long before = all.count();
    long day = all.filter("ds = '2026-11-22'").count();
    assertScored(folders);
    assertEquals(before, SPARK.session().read().parquet(output.toString()).count());
    writeInput("2 * (id % 2)");
    assertScored(folders);
    assertEquals(before - day, SPARK.session().read().parquet(output.toString()).count());
  }

  @Test
  void valuesThatFoldersNamesCannotHoldAreFound() throws IOException {
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .selectExpr("*", "concat('a:', 'b/', int(id % 2), ' %') ds")
        .write()
        .mode("overwrite")
        .parquet(input.toString());
    assertScored("--partition=ds=a:b/0 %");
    assertScored("--partition=ds=a:b/1 %");
    assertScored("--partition=ds=a:b/1 %");
    Dataset<Row> scored = SPARK.session().read().parquet(output.toString());
    assertEquals(344, scored.count());
    assertEquals(344, scored.select("id").distinct().count());
  }

  @Test
  void rowsWithoutAValueAreASliceUnderTheirFoldersName() throws IOException {
    writeInput("nullif(id % 3, 2)");
    String nulls = "--partition=ds=__HIVE_DEFAULT_PARTITION__";
    assertScored(nulls);
    assertEquals(List.of("ds=__HIVE_DEFAULT_PARTITION__"), days());
    assertScored("--partition=ds=2026-11-21");
    Files.move(output.resolve("ds=2026-11-21"), output.resolve("ds=spare"));
    assertScored(nulls);
    assertEquals(List.of("ds=__HIVE_DEFAULT_PARTITION__", "ds=spare"), days());
    writeInput("id % 3");
    assertScored(nulls);
    assertEquals(List.of("ds=spare"), days());
  }

  /** Two texts that Spark puts into the folder of null, and one that only quoting can say. */
  @Test
  void noRowIsLostToTheFolderOfNull() throws IOException {
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .selectExpr("*", "element_at(array('', null, 'a..b', 'x ', 'x'), int(1 + id % 5)) k")
        .write()
        .mode("overwrite")
        .parquet(input.toString());
    assertScored("--partition-by=k");
    for (String slice : List.of("k=__HIVE_DEFAULT_PARTITION__", "k=`a..b`", "k=x ", "k=x")) {
      assertScored("--partition=" + slice);
    }
    Dataset<Row> scored = SPARK.session().read().parquet(output.toString());
    assertEquals(344, scored.count());
    assertEquals(137, scored.filter("k is null").count());
    assertFails(
        ExitCode.CONFIG,
        "--partition gives the column 'k' the value '', whose rows are written into the folder of those without a value; give k=__HIVE_DEFAULT_PARTITION__ for both",
        "--partition=k=``");
  }

  @Test
  void aColumnIsKnownInUpperAndLowerCase() throws IOException {
    assertScored("--partition=ds=2026-11-21..2026-11-24");
    assertScored("--partition=DS=2026-11-22");
    assertEquals(List.of("ds=2026-11-21", "ds=2026-11-22", "ds=2026-11-23"), days());
    assertEquals(344, SPARK.session().read().parquet(output.toString()).count());
  }

  @Test
  void theRowsShownAreThoseOfTheSlice() {
    assertScored("--partition=ds=2026-11-21");
    CommandLineRun run = score("--partition=ds=2026-11-22", "--show=1000");
    assertEquals(0, run.code(), run.err());
    assertEquals(115, run.out().lines().filter(line -> line.contains("2026-11-22 ")).count());
    assertFalse(run.out().contains("2026-11-21"));
  }

  @Test
  void whatIsLeftOfAKilledRunIsMovedIn() throws IOException {
    assertScored("--partition=ds=2026-11-21..2026-11-24");
    SortedMap<String, Integer> old = files(output);
    writeInput("2 * (id % 2)");
    Path complete = folder.resolve("complete");
    assertEquals(0, scoreTo(complete.toString(), "--partition=ds=2026-11-21..2026-11-24").code());
    SortedMap<String, Integer> fresh = files(complete);

    // As a run leaves it that is killed when one folder of three is in place.
    Path ready = folder.resolve(".output.ready-" + UUID.randomUUID());
    Files.move(output.resolve("ds=2026-11-21"), folder.resolve("gone"));
    Files.move(complete.resolve("ds=2026-11-21"), output.resolve("ds=2026-11-21"));
    Files.move(complete, ready);
    Files.move(folder.resolve("gone"), ready.resolve("_old-1"));
    Files.writeString(
        ready.resolve("_changes"),
        "replaced ds=2026-11-21\nreplaced ds=2026-11-23\nremoved ds=2026-11-22");

    CommandLineRun run = score("--partition=ds=2026-12-01");
    assertEquals(
        "forwardpass: the last run was killed while it replaced a part of file:%s; the rest of what it had scored was put in place%n"
            .formatted(output),
        run.err());
    assertEquals(0, run.code());
    assertEquals(fresh, files(output));
    assertFalse(old.equals(fresh));
    assertEquals(List.of(), hidden());
  }

  @Test
  void aGateThatFailsLeavesTheOutputAsItWas() throws IOException {
    assertScored("--partition=ds=2026-11-22");
    SortedMap<String, Integer> before = files(output);
    Path report = folder.resolve("report.json");
    assertFails(
        ExitCode.GATE,
        "the gate min-rows of 1000 failed, with 115; the output was left as it was",
        "--partition=ds=2026-11-22",
        "--min-rows=1000",
        "--max-invalid-ratio=0.5",
        "--report=" + report);
    assertEquals(before, files(output));
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertEquals("failed", json.at("/status").asText());
    assertEquals(79, json.at("/exit_code").asInt());
    assertFalse(json.at("/retryable").asBoolean());
    assertEquals(115, json.at("/rows/in").asInt(), "the rows that were refused are counted");
    assertEquals(
        "[{\"name\":\"min-rows\",\"limit\":1000.0,\"value\":115.0,\"passed\":false,\"where\":\"\"},"
            + "{\"name\":\"max-invalid-ratio\",\"limit\":0.5,\"value\":%s,\"passed\":true,\"where\":\"\"}]"
                .formatted(json.at("/gates/1/value").asText()),
        json.at("/gates").toString());
    assertScored("--partition=ds=2026-11-22", "--min-rows=115");
  }

  @Test
  void aGateKeepsANewOutputAwayAltogether() throws IOException {
    SPARK
        .session()
        .read()
        .parquet(input.toString())
        .selectExpr("*", "if(id % 2 = 0, null, bill_length_mm) b")
        .drop("bill_length_mm")
        .withColumnRenamed("b", "bill_length_mm")
        .write()
        .mode("overwrite")
        .parquet(folder.resolve("bad").toString());
    assertFails(
        ExitCode.GATE,
        "the gate max-invalid-ratio of 0.1000 failed, with 0.5000; the output was left as it was",
        "--input=" + folder.resolve("bad"),
        "--max-invalid-ratio=0.1");
    assertFalse(Files.exists(output));
    assertEquals(List.of(), hidden());
    assertScored("--input=" + folder.resolve("bad"), "--max-invalid-ratio=0.6");
  }

  @Test
  void gatesNeedRowsThatCanBeHeldBack() {
    assertScored();
    assertFails(
        ExitCode.USAGE,
        "--min-rows cannot keep rows out of the output %s: --mode append adds rows to it; leave it out, or choose another output"
            .formatted(output),
        "--mode=append",
        "--min-rows=1");
    assertFails(
        ExitCode.USAGE,
        "--max-invalid-ratio is not possible with the output format noop; choose --output-format parquet, orc, csv, json or avro, or leave --max-invalid-ratio out",
        "--output-format=noop",
        "--max-invalid-ratio=0.1");
  }

  @Test
  void aSliceNeedsFoldersOfItsOwn() {
    assertFails(
        ExitCode.USAGE,
        "--partition names the column 'ds', which is not among those of --partition-by (island), so that its rows have no folders of their own; add it there",
        "--partition=ds=2026-11-22",
        "--partition-by=island");
    assertFails(
        ExitCode.USAGE,
        "--partition is not possible with the output format noop; choose --output-format parquet, orc, csv, json or avro, or delta or iceberg, or leave --partition out",
        "--partition=ds=2026-11-22",
        "--output-format=noop");
    assertScored();
    assertFails(
        ExitCode.CONFIG,
        "the output %s is partitioned by nothing, and --partition-by has ds; give the same columns, or choose another output"
            .formatted(output),
        "--partition=ds=2026-11-22");
  }

  @Test
  void whereFoldersCannotBeRenamedNewFilesComeBeforeOldOnesGo() throws IOException {
    String place = "unrenamed:" + output;
    String files = "spark.hadoop.fs.unrenamed.impl";
    String implementation = UnrenamedFileSystem.class.getName();
    System.setProperty(files, implementation); // for the job, and for the Spark that is open
    SPARK.session().sparkContext().hadoopConfiguration().set("fs.unrenamed.impl", implementation);
    try {
      for (int run = 0; run < 2; run++) {
        CommandLineRun scored = scoreTo(place, "--partition=ds=2026-11-21..2026-11-23");
        assertEquals("", scored.err());
        assertEquals(0, scored.code());
      }
      assertEquals(229, SPARK.session().read().parquet(output.toString()).count());
      writeInput("2 * (id % 2)");
      assertEquals(0, scoreTo(place, "--partition=ds=2026-11-22").code());
      assertEquals(0, rows("2026-11-22").size());
      assertEquals(114, rows("2026-11-21").size());
      CommandLineRun gate = scoreTo(place, "--partition=ds=2026-11-22", "--min-rows=1");
      assertEquals(64, gate.code(), gate.err());
    } finally {
      System.clearProperty(files);
    }
  }
}
