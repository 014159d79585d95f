package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs that score what has arrived. */
final class IncrementalRunTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path input;
  private Path output;
  private Path checkpoint;

  @BeforeEach
  void choosePlaces() {
    input = folder.resolve("input");
    output = folder.resolve("output");
    checkpoint = folder.resolve("checkpoint");
  }

  private void arrive(String rows) {
    write(rows, input);
  }

  private static void write(String rows, Path folder) {
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .filter(rows)
        .coalesce(1)
        .write()
        .mode("append")
        .parquet(folder.toString());
  }

  private CommandLineRun score(String... options) {
    return Penguins.score(output.toString(), List.of("input=" + input, "on-invalid=null"), options);
  }

  private CommandLineRun increment(String... options) {
    List<String> all = new ArrayList<>(List.of("--incremental", "--checkpoint=" + checkpoint));
    all.addAll(List.of(options));
    return score(all.toArray(String[]::new));
  }

  private void assertIncremented(long rows) throws IOException {
    CommandLineRun run = increment();
    assertEquals("", run.err());
    assertEquals(0, run.code());
    JsonNode report =
        new ObjectMapper().readTree(output.resolve("_forwardpass_report.json").toFile());
    assertEquals(rows, report.at("/rows/in").asLong(), "rows of this run");
  }

  private Dataset<Row> scored() {
    return SPARK.session().read().parquet(output.toString());
  }

  /** The rows, each once, are those that one run over all that has arrived would have written. */
  private void assertAllOnce() {
    Path whole = folder.resolve("whole");
    assertEquals(0, score("--output=" + whole, "--mode=overwrite").code());
    Dataset<Row> expected = SPARK.session().read().parquet(whole.toString());
    assertEquals(expected.count(), scored().count());
    assertEquals(0, expected.exceptAll(scored()).count());
  }

  private static void assertFails(CommandLineRun run, ExitCode code, String message) {
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(code.code(), run.code());
  }

  @Test
  void eachRowIsScoredOnce() throws IOException {
    arrive("id < 100");
    assertIncremented(99);
    assertIncremented(0);
    arrive("id between 100 and 149");
    arrive("id between 150 and 199");
    assertIncremented(100);
    assertAllOnce();
  }

  @Test
  void filesThatWereScoredMayBeMovedAway() throws IOException {
    arrive("id < 100");
    Path none = Files.createDirectory(folder.resolve("none"));
    assertEquals(66, increment("--input=" + none).code());
    assertIncremented(99);
    Files.move(input, folder.resolve("archive"));
    Files.createDirectory(input);
    assertIncremented(0);
    assertEquals(99, scored().count());
    CommandLineRun planned = increment("--dry-run");
    assertEquals(
        "Nothing is left in %s, and what was there is scored; there is nothing to do.%n"
            .formatted(input),
        planned.out());
    arrive("id between 100 and 149");
    assertIncremented(50);
    assertEquals(149, scored().count());
    FileUtils.deleteDirectory(input.toFile());
    assertEquals(66, increment().code(), "a folder that is gone is no empty one");
  }

  @Test
  void aDamagedFileIsMendedInItsPlaceOrMovedAway() throws IOException {
    arrive("id < 100");
    Path damaged = Files.writeString(input.resolve("damaged.parquet"), "no magic");
    CommandLineRun failed = increment();
    assertEquals(65, failed.code(), failed.err());
    assertTrue(failed.err().contains("damaged.parquet is damaged"), failed.err());
    Files.delete(damaged);
    assertIncremented(99);
    arrive("id between 100 and 149");
    Files.writeString(damaged, "no magic");
    assertEquals(65, increment().code());
    Path mended = folder.resolve("mended");
    write("id between 150 and 199", mended);
    for (String name : mended.toFile().list((in, name) -> name.startsWith("part-"))) {
      Files.move(mended.resolve(name), damaged, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(input.resolve(".damaged.parquet.crc"));
    assertIncremented(100);
    assertEquals(199, scored().count());
  }

  @Test
  void whatFailedIsScoredByTheNextRun() throws IOException {
    arrive("id < 100");
    CommandLineRun failed = increment("--on-invalid=fail");
    assertEquals(65, failed.code(), failed.err());
    assertTrue(failed.err().contains("holds a null"), failed.err());
    assertEquals(1, failed.err().lines().count(), failed.err());
    assertIncremented(99);
    assertAllOnce();
  }

  @Test
  void itGoesOnUntilItIsStopped() throws Exception {
    arrive("id < 100");
    CompletableFuture<CommandLineRun> run =
        CompletableFuture.supplyAsync(() -> increment("--continuous=1s"));
    awaitRows(99, run);
    arrive("id between 100 and 149");
    awaitRows(149, run);
    for (StreamingQuery query : SPARK.session().streams().active()) {
      query.stop();
    }
    assertEquals(0, run.get(30, TimeUnit.SECONDS).code());
    assertAllOnce();
  }

  private void awaitRows(long rows, CompletableFuture<CommandLineRun> run) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(output.resolve(IncrementalOutput.LOG).resolve("0"))
        || scored().count() < rows) {
      assertTrue(!run.isDone() && System.nanoTime() < limit, "too few rows");
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  @Test
  void otherRunsDoNotAddToSuchAnOutput() throws IOException {
    arrive("id < 100");
    assertIncremented(99);
    assertFails(
        score("--mode=append"),
        ExitCode.CANNOT_WRITE,
        "the output %s is written with --incremental (_spark_metadata), and readers would not see other rows in it; use --incremental, or choose another output"
            .formatted(output));
    assertEquals(99, scored().count());
    assertEquals(0, score("--mode=overwrite").code());
    assertFails(
        increment(),
        ExitCode.CANNOT_WRITE,
        "the output %s holds rows that were not written with --incremental, which readers would no longer see; choose another output"
            .formatted(output));
    assertEquals(99, scored().count());
  }

  @Test
  void anOutputThatIsGoneIsNotTakenForComplete() throws IOException {
    arrive("id < 100");
    assertIncremented(99);
    FileUtils.deleteDirectory(output.toFile());
    assertFails(
        increment(),
        ExitCode.CONFIG,
        "the checkpoint %s says that rows were scored, but the output %s is gone; put it back, or delete the checkpoint to score all rows again"
            .formatted(checkpoint, output));
    FileUtils.deleteDirectory(checkpoint.toFile());
    assertIncremented(99);
  }

  @Test
  void aCheckpointOfAnotherOutputIsRefused() throws IOException {
    arrive("id < 100");
    assertIncremented(99);
    arrive("id between 100 and 149");
    String message =
        "the output %s and the checkpoint %s do not tell of the same increments, and rows would be missing or there twice; give the checkpoint that the output was written with, or a new output and a new checkpoint to score all rows again";
    Path other = folder.resolve("other");
    assertFails(
        score("--incremental", "--checkpoint=" + other),
        ExitCode.CONFIG,
        message.formatted(output, other));
    FileUtils.deleteDirectory(output.resolve("_spark_metadata").toFile());
    for (String name : output.toFile().list((in, name) -> name.contains("part-"))) {
      Files.delete(output.resolve(name));
    }
    assertFails(increment(), ExitCode.CONFIG, message.formatted(output, checkpoint));
  }

  @Test
  void otherColumnsAreRefused() throws IOException {
    arrive("id < 100");
    assertIncremented(99);
    arrive("id between 100 and 149");
    assertFails(
        increment("--partition-by=species"),
        ExitCode.CONFIG,
        "the output %s is partitioned by nothing, and --partition-by has species; give the same columns, or choose another output"
            .formatted(output));
    CommandLineRun run = increment("--probabilities=array");
    assertEquals(78, run.code(), run.err());
    assertIncremented(50);
    assertAllOnce();
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    arrive("id < 100");
    assertFails(
        increment("--min-rows=1"),
        ExitCode.USAGE,
        "--min-rows does not go with --incremental, whose rows are in place as soon as they are scored; leave one of them out");
    assertFails(
        increment("--mode=overwrite"),
        ExitCode.USAGE,
        "mode (command line) is 'overwrite'; allowed: append, beside --incremental, which adds rows");
    assertFails(
        increment("--continuous=soon"),
        ExitCode.USAGE,
        "continuous (command line) is 'soon'; allowed: a time of whole seconds, such as 30s, 1m or 2h, none");
    assertFails(
        score("--continuous=1m"),
        ExitCode.USAGE,
        "continuous (command line) is '1m'; allowed: this option beside --incremental alone");
    assertFails(
        score("--incremental"),
        ExitCode.USAGE,
        "--checkpoint is missing; give --checkpoint URI, or the key 'checkpoint' in the file of --config");
    assertFails(
        increment("--input=" + input + "," + input),
        ExitCode.USAGE,
        "--incremental looks for what has arrived in one place, and --input names 2: %s, %s; give their common folder, or a glob"
            .formatted(input, input));
    assertFails(
        score("--incremental", "--checkpoint=" + input),
        ExitCode.USAGE,
        "the checkpoint %s and the input file:%s overlap; choose places apart from each other"
            .formatted(input, input));
    Path file = input.resolve(input.toFile().list((in, name) -> name.startsWith("part-"))[0]);
    assertFails(
        increment("--input=" + file),
        ExitCode.USAGE,
        "--incremental looks for what has arrived in a folder, and the input %s is a file; give its folder"
            .formatted(file));
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    arrive("id < 100");
    assertIncremented(99);
    Files.writeString(checkpoint.resolve("offsets/1"), "");
    Files.deleteIfExists(checkpoint.resolve("offsets/.1.crc"));
    CommandLineRun run = increment();
    assertEquals(78, run.code(), run.err());
    assertTrue(
        run.err()
            .startsWith(
                "forwardpass: the checkpoint %s, or the log of the output (_spark_metadata), is damaged: "
                    .formatted(checkpoint)),
        run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void theSampleJobFileAddsWhatHasArrived() {
    for (String rows : List.of("id <= 100", "id > 100")) {
      arrive(rows);
      CommandLineRun run =
          CommandLineRun.of(
              "score",
              "--config=jobs/penguins-incremental.conf",
              "--input=" + input,
              "--output=" + output,
              "--checkpoint=" + checkpoint);
      assertEquals(0, run.code(), run.err());
    }
    assertEquals(344, scored().count());
    assertEquals(344, scored().select("id").distinct().count());
  }
}
