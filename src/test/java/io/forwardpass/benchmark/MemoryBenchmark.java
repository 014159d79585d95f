package io.forwardpass.benchmark;

import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.NativeThreads;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Sequential;
import io.forwardpass.spark.Animals;
import io.forwardpass.spark.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The resident memory of a JVM at the 100th and at the 10,000th batch: of the forward pass of a
 * convolutional network, a recurrent one and a Conv1D stack, each with batches of its own size; and
 * of a job that scores one partition of 20 million rows in batches of 1,024; and behind the first
 * row groups and the last, of over 100, of a job that writes these rows scored into one file. The
 * heap has a fixed size and is touched at the start, so that what grows is native memory; of the
 * job that writes, what is left of the heap after a collection is given too.
 *
 * <pre>{@code
 * mvn -B -q test-compile exec:exec@memory-benchmark
 * mvn -B -q test-compile exec:exec@memory-benchmark -Dnetworks=cnn,write
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
  private static final long ROW_GROUP = 4 << 20;

  private MemoryBenchmark() {}

  /** A batch after the other. */
  private interface Batches {
    void run(long count);
  }

  /** Takes the names of {@link Networks}, {@code job} and {@code write}, with commas. */
  public static void main(String[] arguments) throws IOException {
    String names = arguments.length > 0 ? arguments[0] : "cnn,lstm,conv1d,job,write";
    for (String name : names.split(",", -1)) {
      if (name.equals("job")) {
        job();
      } else if (name.equals("write")) {
        write();
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

  private static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("memory-benchmark")
            .config("spark.ui.enabled", "false")
            // All files of a table in one task.
            .config("spark.sql.files.maxPartitionBytes", "16g")
            .config("spark.sql.files.openCostInBytes", "0")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  private static Dataset<Row> scored(SparkSession spark) throws IOException {
    String[] features =
        IntStream.range(0, 8).mapToObj(feature -> "f" + feature).toArray(String[]::new);
    return Scorer.load(spark, Animals.MODEL)
        .features(features)
        .batchSize(BATCH)
        .score(table(spark));
  }

  private static void write() throws IOException {
    SparkSession spark = spark();
    Dataset<Row> scored = scored(spark);
    Path output = Path.of("target", "benchmark", "memory-written");
    AtomicBoolean written = new AtomicBoolean();
    Thread job =
        new Thread(
            () -> {
              scored
                  .write()
                  .option("parquet.block.size", ROW_GROUP)
                  .mode(SaveMode.Overwrite)
                  .parquet(output.toString());
              written.set(true);
            });
    job.start();
    List<Memory> samples = new ArrayList<>();
    while (job.isAlive()) {
      // A row group has left memory where the file has grown.
      long now = bytes(output);
      if (samples.isEmpty() ? now > 10 * ROW_GROUP : now > samples.get(samples.size() - 1).file()) {
        samples.add(new Memory(now, residentKibibytes(), liveKibibytes()));
      }
      pause();
    }
    if (!written.get() || samples.isEmpty()) {
      throw new IllegalStateException("the job has failed");
    }
    Memory early = samples.get(0);
    Memory late = samples.get(samples.size() - 1);
    System.out.printf(
        Locale.ROOT,
        "write, %d row groups: %,d KiB resident behind %,d KiB of the file, %,d KiB behind %,d KiB:"
            + " %+.2f %%; live heap %,d KiB and %,d KiB%n",
        rowGroups(output),
        early.resident(),
        early.file() / 1024,
        late.resident(),
        late.file() / 1024,
        100.0 * (late.resident() - early.resident()) / early.resident(),
        early.live(),
        late.live());
    spark.stop();
  }

  /** What a JVM holds when a file has so many bytes. */
  private record Memory(long file, long resident, long live) {}

  private static int rowGroups(Path folder) throws IOException {
    int rowGroups = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("part-")).toList()) {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
          rowGroups += reader.getRowGroups().size();
        }
      }
    }
    return rowGroups;
  }

  private static long bytes(Path folder) {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException | UncheckedIOException moved) {
      // A file that the commit has just moved.
      return 0;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("SystemGc") // What is live is known after a collection only.
  private static long liveKibibytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
  }

  private static void job() throws IOException {
    SparkSession spark = spark();
    Dataset<Row> scored = scored(spark);
    ForeachPartitionFunction<Row> sampling =
        rows -> sample("job, batches of " + BATCH + " rows", count -> skip(count * BATCH, rows));
    scored.coalesce(1).foreachPartition(sampling);
    spark.stop();
  }

  private static Dataset<Row> table(SparkSession spark) {
    Path path = Path.of("target", "benchmark", "memory-row-groups");
    if (!Files.exists(path.resolve("_SUCCESS"))) {
      String[] columns =
          IntStream.range(0, 8)
              .mapToObj(feature -> "cast(60 * rand(%d) as float) f%d".formatted(feature, feature))
              .toArray(String[]::new);
      spark
          .range(0, JOB_ROWS, 1, 4)
          .selectExpr(columns)
          .write()
          .option("parquet.block.size", ROW_GROUP)
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
