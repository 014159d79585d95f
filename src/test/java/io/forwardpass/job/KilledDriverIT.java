package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed outright at moments drawn from a seed, and run again. {@code
 * -Dforwardpass.kills=20} for more of them.
 */
final class KilledDriverIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int KILLS = Integer.getInteger("forwardpass.kills", 2);
  private static final long SEED = 7;
  private static final int COPIES = 20_000;

  /** What a job takes to start, about. */
  private static final int SECONDS = 5;

  private static final String DAY = "2026-11-22";

  @TempDir Path folder;
  private Path input;
  private Path output;

  private void writeInput(String rows) {
    SPARK
        .read()
        .parquet(folder.resolve("animals").toString())
        .withColumn("ds", functions.expr("date_add(date'2026-11-21', int(row % 3))"))
        .filter(rows)
        .write()
        .mode("overwrite")
        .partitionBy("ds")
        .parquet(input.toString());
  }

  private Submission start(Path place, String slice) throws Exception {
    List<String> options = new ArrayList<>(ManyAnimals.scoreOptions(input, place));
    // One row a forward pass, so that there is time to kill in the middle.
    options.addAll(List.of("--batch-size", "1", "--partition", slice));
    return Submission.start(List.of("--master", "local[2]"), options);
  }

  /** Gives the milliseconds that it took. */
  private long run(Path place, String slice) throws Exception {
    long started = System.nanoTime();
    try (Submission job = start(place, slice)) {
      assertEquals(0, job.exitCode(), job.output());
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  /**
   * Ends a run and all its processes, so many milliseconds after its start, if it is still there.
   */
  private static boolean kill(Submission job, long moment) throws Exception {
    TimeUnit.MILLISECONDS.sleep(moment);
    boolean running = job.running();
    job.close();
    return running;
  }

  private static Dataset<Row> rows(Path place) {
    return SPARK.read().parquet(place.toString());
  }

  private static long rowsOfTheDay(Path place) {
    return rows(place).filter("ds = date'" + DAY + "'").count();
  }

  private static void assertSame(Dataset<Row> expected, Dataset<Row> rows, String what) {
    assertEquals(expected.count(), rows.count(), what);
    assertEquals(0, rows.exceptAll(expected).count(), what);
  }

  private boolean isBeingMovedIn() {
    String[] names = folder.toFile().list();
    return Arrays.stream(names).anyMatch(name -> name.startsWith(".scored.ready-"));
  }

  @Test
  void leavesTheOldOrTheNewStateAndTheNextRunRepairsIt() throws Exception {
    input = folder.resolve("input");
    output = folder.resolve("scored");
    ManyAnimals.write(folder.resolve("animals"), COPIES, 8);
    writeInput("row % 2 = 0");
    File old = folder.resolve("old").toFile();
    run(old.toPath(), "ds=2026-11-21..2026-11-24");
    writeInput("true");
    long oldRows = rowsOfTheDay(old.toPath());

    FileUtils.copyDirectory(old, output.toFile());
    long millis = run(output, "ds=" + DAY);
    long newRows = rowsOfTheDay(output);
    assertTrue(newRows > oldRows);
    File undisturbed = folder.resolve("undisturbed").toFile();
    FileUtils.copyDirectory(output.toFile(), undisturbed);

    Random random = new Random(SEED);
    int disturbed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      FileUtils.deleteDirectory(output.toFile());
      FileUtils.copyDirectory(old, output.toFile());
      long moment = (long) (random.nextDouble() * millis);
      disturbed += kill(start(output, "ds=" + DAY), moment) ? 1 : 0;
      long rows = rowsOfTheDay(output);
      String what = "%d rows after %d of %d ms".formatted(rows, moment, millis);
      assertTrue(rows == oldRows || rows == newRows || (rows == 0 && isBeingMovedIn()), what);
      // The machine may have been busy when the first one ran.
      millis = Math.min(millis, run(output, "ds=" + DAY));
      assertSame(rows(undisturbed.toPath()), rows(output), what);
    }
    assertTrue(disturbed > 0, "the runs were too fast to be disturbed");
    assertEquals(
        List.of(),
        Arrays.stream(folder.toFile().list()).filter(name -> name.startsWith(".scored")).toList());
  }

  @Test
  void addsAnIncrementOnce() throws Exception {
    input = folder.resolve("animals");
    output = folder.resolve("scored");
    ManyAnimals.write(input, COPIES, 16);
    List<String> options = new ArrayList<>(ManyAnimals.scoreOptions(input, output));
    options.addAll(
        List.of("--incremental", "--checkpoint", folder.resolve("checkpoint").toString()));
    // A batch a file, so that there are moments between them.
    options.addAll(List.of("--batch-size", "1", "--input-options", "maxFilesPerTrigger=1"));
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      long moment = (long) ((1 + random.nextDouble()) * SECONDS * 1000);
      kill(Submission.start(List.of("--master", "local[2]"), options), moment);
    }
    try (Submission job = Submission.start(List.of("--master", "local[2]"), options)) {
      assertEquals(0, job.exitCode(), job.output());
    }
    ManyAnimals.assertScored(output, COPIES);
  }
}
