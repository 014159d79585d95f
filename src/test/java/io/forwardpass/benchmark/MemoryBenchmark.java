package io.forwardpass.benchmark;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The resident memory of a JVM that scores one partition of 20 million rows in batches of 1,024, at
 * the 100th and at the 10,000th batch. The heap has a fixed size and is touched at the start, so
 * that what grows is native memory.
 *
 * <pre>{@code mvn -B -q test-compile exec:exec@memory-benchmark}</pre>
 *
 * <p>Linux only: reads {@code /proc/self/status}. Takes {@link JobBenchmark}'s narrow table.
 */
public final class MemoryBenchmark {
  private static final int BATCH = 1024;
  private static final long EARLY = 100;
  private static final long LATE = 10_000;

  private MemoryBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("memory-benchmark")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    String[] features =
        IntStream.range(0, 8).mapToObj(feature -> "f" + feature).toArray(String[]::new);
    Dataset<Row> table = new JobBenchmark(spark, 0).narrowTable();
    Dataset<Row> scored =
        Scorer.load(spark, Animals.MODEL).features(features).batchSize(BATCH).score(table);
    scored.coalesce(1).foreachPartition(sampling());
    spark.stop();
  }

  private static ForeachPartitionFunction<Row> sampling() {
    return rows -> {
      long early = residentAfter(EARLY * BATCH, rows);
      long late = residentAfter((LATE - EARLY) * BATCH, rows);
      System.out.printf(
          Locale.ROOT,
          "resident memory: %,d KiB at batch %,d, %,d KiB at batch %,d: %+.2f %%%n",
          early,
          EARLY,
          late,
          LATE,
          100.0 * (late - early) / early);
    };
  }

  private static long residentAfter(long count, Iterator<Row> rows) {
    for (long row = 0; row < count; row++) {
      if (!rows.hasNext()) {
        throw new IllegalStateException("the table ended after " + row + " of " + count + " rows");
      }
      rows.next();
    }
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
