package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs of unusual shape, each with a line of figures: {@code mvn -B failsafe:integration-test
 * failsafe:verify -Dit.test=LargeInputsTrial}, once the jar is made. They take minutes, and several
 * gigabytes of memory and disk.
 */
final class LargeInputsTrial {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Duration LONG = Duration.ofMinutes(40);
  private static final int SAMPLE_ROWS = 20;

  @TempDir Path folder;

  private Path input() {
    return folder.resolve("input");
  }

  private Path output() {
    return folder.resolve("scored");
  }

  /** Seconds that a run takes on two cores of this JVM's host, its start included. */
  private double seconds() throws Exception {
    long start = System.nanoTime();
    try (Submission job =
        Submission.start(
            List.of("--master", "local[2]", "--driver-memory", "2g"),
            ManyAnimals.scoreOptions(input(), output()))) {
      assertEquals(0, job.exitCode(LONG), job.output());
    }
    return (System.nanoTime() - start) / 1e9;
  }

  @Test
  void aSkewedPartition() throws Exception {
    SPARK
        .range(0, 100_000, 1, 1)
        .toDF("copy")
        .crossJoin(SPARK.read().parquet(Animals.TABLE).coalesce(1))
        .withColumn("row", functions.expr("copy * 1000 + id"))
        .withColumn("ds", functions.expr("if(copy % 1000 = 0, copy div 1000, -1)"))
        .drop("copy")
        .repartition(functions.col("ds"))
        .write()
        .partitionBy("ds")
        .parquet(input().toString());
    double seconds = seconds();
    ManyAnimals.assertScored(output(), 100_000);
    System.out.printf("one folder of 1,998,000 rows, 100 of 20: %.1f s%n", seconds);
  }

  @Test
  void aHundredThousandSmallFiles() throws Exception {
    int copies = 100_000;
    Path small = folder.resolve("small");
    ManyAnimals.write(small, 1, 1);
    Path original;
    try (Stream<Path> entries = Files.list(small)) {
      original = entries.filter(file -> file.toString().endsWith(".parquet")).findAny().get();
    }
    Files.createDirectory(input());
    for (int copy = 0; copy < copies; copy++) {
      Files.copy(original, input().resolve(copy + ".parquet"));
    }
    double seconds = seconds();
    Dataset<Row> rows = SPARK.read().parquet(output().toString()).groupBy("row").count();
    assertEquals(SAMPLE_ROWS, rows.filter(rows.col("count").equalTo(copies)).count());
    assertEquals(SAMPLE_ROWS, rows.count());
    System.out.printf("%,d files of %d rows: %.1f s%n", copies, SAMPLE_ROWS, seconds);
  }

  /** A model with 1 GiB of weights, by real Keras in {@code target/venv}. */
  @Test
  void aLargeModel() throws Exception {
    List<String> keras =
        List.of("target/venv/bin/python", "src/test/python/large_model.py", folder.toString());
    try (Submission writer = Submission.start(keras)) {
      assertEquals(0, writer.exitCode(), writer.output());
    }
    long started = System.nanoTime();
    Path model = folder.resolve("model.keras");
    Path table = folder.resolve("table.parquet");
    List<String> score =
        new ArrayList<>(ExplainedMemoryIT.options("score", model, table, output()));
    score.addAll(List.of("--probabilities", "array"));
    List<String> explain = new ArrayList<>(score);
    explain.set(0, "explain");
    String explained;
    try (Submission job =
        Submission.start(
            List.of("--master", ExplainedMemoryIT.MASTER, "--driver-memory", "6g"), explain)) {
      assertEquals(0, job.exitCode(LONG), job.output());
      explained = job.output();
    }
    report("a model of 1 GiB", explained, score, started);
    Dataset<Row> scored = SPARK.read().parquet(output().toString());
    Dataset<Row> expected = SPARK.read().parquet(folder.resolve("expected.parquet").toString());
    String near =
        "forall(zip_with(scored.probabilities, keras.probabilities, (x, y) -> abs(x - y) <= 1e-5),"
            + " near -> near)";
    assertEquals(
        expected.count(),
        scored
            .as("scored")
            .join(expected.as("keras"), functions.expr("scored.id = keras.id"))
            .filter(near)
            .count());
  }

  @Test
  void tenMillionRowsInOneRowGroup() throws Exception {
    int rows = 10_000_000;
    SPARK
        .range(0, rows / SAMPLE_ROWS, 1, 1)
        .toDF("copy")
        .crossJoin(SPARK.read().parquet(Animals.TABLE).coalesce(1))
        .withColumn("row", functions.expr("copy * 1000 + id"))
        .drop("copy")
        .write()
        .option("parquet.block.size", Integer.MAX_VALUE)
        .parquet(input().toString());
    long started = System.nanoTime();
    List<String> score = ManyAnimals.scoreOptions(input(), output());
    List<String> explain = new ArrayList<>(score);
    explain.set(0, "explain");
    String explained = ExplainedMemoryIT.explain(explain);
    report("%,d rows in one row group".formatted(rows), explained, score, started);
    assertEquals(rows, SPARK.read().parquet(output().toString()).count());
  }

  private static void report(String what, String explained, List<String> score, long started)
      throws Exception {
    long heap = ExplainedMemoryIT.setting("spark.executor.memory", explained);
    long overhead = ExplainedMemoryIT.setting("spark.executor.memoryOverhead", explained);
    long peak = ExplainedMemoryIT.peakOfExecutor(explained, score);
    System.out.printf(
        "%s: %d MiB of %d MiB heap and %d MiB overhead, %.1f s with explain%n",
        what, peak, heap, overhead, (System.nanoTime() - started) / 1e9);
    assertTrue(peak <= heap + overhead, peak + " MiB\n" + explained);
  }
}
