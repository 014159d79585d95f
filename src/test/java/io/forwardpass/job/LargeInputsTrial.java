package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.LocalSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final Duration LONG = Duration.ofMinutes(20);
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
    long peak = ExplainedMemoryIT.peakOfExecutor(heap, "-XX:+AlwaysPreTouch", score);
    System.out.printf(
        "%s: %d MiB of %d MiB heap and %d MiB overhead, %.1f s with explain%n",
        what, peak, heap, overhead, (System.nanoTime() - started) / 1e9);
    assertTrue(peak <= heap + overhead, peak + " MiB\n" + explained);
  }
}
