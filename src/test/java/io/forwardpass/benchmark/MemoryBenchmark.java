package io.forwardpass.benchmark;

import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.NativeThreads;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Sequential;
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
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The resident memory of a JVM at the 100th and at the 10,000th batch: of the forward pass of a
 * convolutional network, a recurrent one and a Conv1D stack, each with batches of its own size; and
 * of a job that scores one partition of 20 million rows in batches of 1,024. The heap has a fixed
 * size and is touched at the start, so that what grows is native memory.
 *
 * <pre>{@code
 * mvn -B -q test-compile exec:exec@memory-benchmark
 * mvn -B -q test-compile exec:exec@memory-benchmark -Dnetworks=cnn,job
 * }</pre>
 *
 * <p>Linux only: reads {@code /proc/self/status}. The job's table is made once below {@code
 * target/benchmark}.
 */
public final class MemoryBenchmark {
  private static final int BATCH = 1024;
  private static final long EARLY = 100;
  private static final long LATE = 10_000;
  private static final long JOB_ROWS = 20_000_000;

  private MemoryBenchmark() {}

  /** A batch after the other. */
  private interface Batches {
    void run(long count);
  }

  /** Takes the names of {@link Networks}, and {@code job}, with commas; all by default. */
  public static void main(String[] arguments) throws IOException {
    String names = arguments.length > 0 ? arguments[0] : "cnn,lstm,conv1d,job";
    for (String name : names.split(",", -1)) {
      if (name.equals("job")) {
        job();
      } else {
        network(name);
      }
    }
  }

  private static void network(String name) {
    NativeThreads.set(1);
    Sequential model = Networks.classifier(name);
    try (Network network = Network.of(model);
        ForwardPass pass = network.forwardPass(network.preferredRows())) {
      float[][] features = Networks.columns(model.input().size(), pass.capacity());
      sample(
          "%s, batches of %d rows".formatted(name, pass.capacity()),
          count -> {
            for (long batch = 0; batch < count; batch++) {
              for (int column = 0; column < features.length; column++) {
                int to = column * pass.capacity();
                System.arraycopy(features[column], 0, pass.inputs(), to, pass.capacity());
              }
              pass.forward(pass.capacity());
            }
          });
    }
  }

  private static void job() throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("memory-benchmark")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    String[] features =
        IntStream.range(0, 8).mapToObj(feature -> "f" + feature).toArray(String[]::new);
    Dataset<Row> scored =
        Scorer.load(spark, Animals.MODEL).features(features).batchSize(BATCH).score(table(spark));
    ForeachPartitionFunction<Row> sampling =
        rows -> sample("job, batches of " + BATCH + " rows", count -> skip(count * BATCH, rows));
    scored.coalesce(1).foreachPartition(sampling);
    spark.stop();
  }

  private static Dataset<Row> table(SparkSession spark) {
    Path path = Path.of("target", "benchmark", "memory");
    if (!Files.exists(path.resolve("_SUCCESS"))) {
      String[] columns =
          IntStream.range(0, 8)
              .mapToObj(feature -> "cast(60 * rand(%d) as float) f%d".formatted(feature, feature))
              .toArray(String[]::new);
      spark
          .range(0, JOB_ROWS, 1, 4)
          .selectExpr(columns)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(path.toString());
    }
    return spark.read().parquet(path.toString());
  }

  private static void skip(long count, Iterator<Row> rows) {
    for (long row = 0; row < count; row++) {
      if (!rows.hasNext()) {
        throw new IllegalStateException("the table ended after " + row + " of " + count + " rows");
      }
      rows.next();
    }
  }

  private static void sample(String what, Batches batches) {
    batches.run(EARLY);
    long early = residentKibibytes();
    batches.run(LATE - EARLY);
    long late = residentKibibytes();
    System.out.printf(
        Locale.ROOT,
        "%s: %,d KiB resident at batch %,d, %,d KiB at batch %,d: %+.2f %%%n",
        what,
        early,
        EARLY,
        late,
        LATE,
        100.0 * (late - early) / early);
  }

  private static long residentKibibytes() {
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
