package io.forwardpass.benchmark;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Whole jobs on two task slots of one machine, against what Spark does without us, in turn and in
 * the same run.
 *
 * <pre>{@code mvn -B -q test-compile exec:exec@job-benchmark}</pre>
 *
 * <p>Narrow: 20 million rows, {@code id} and eight float columns in Parquet, the 8-6-6-4 network,
 * {@code id} kept and four probabilities written, against Spark's copy of as many columns. Wide:
 * 300,000 rows of 784 floats, scored to {@code noop}, as 784 columns and as one array column. The
 * tables are made once below {@code target/benchmark}.
 */
public final class JobBenchmark {
  private static final Path FOLDER = Path.of("target", "benchmark");
  private static final long NARROW_ROWS = 20_000_000;
  private static final long WIDE_ROWS = 300_000;
  private static final int WIDE = 784;
  private static final int WARM_UP = 1;

  private final SparkSession spark;
  private final int runs;

  JobBenchmark(SparkSession spark, int runs) {
    this.spark = spark;
    this.runs = runs;
  }

  private interface Job {
    void run() throws IOException;
  }

  /** Takes the number of counted runs of each job, 5 by default. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("job-benchmark")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    JobBenchmark benchmark =
        new JobBenchmark(spark, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5);
    benchmark.narrow();
    benchmark.wide();
    spark.stop();
  }

  /** {@code id} and the float columns f0 to f7, made once. */
  Dataset<Row> narrowTable() {
    String[] columns = new String[9];
    columns[0] = "id";
    for (int feature = 0; feature < 8; feature++) {
      columns[feature + 1] = "cast(60 * rand(%d) as float) f%d".formatted(feature, feature);
    }
    return table("narrow", NARROW_ROWS, columns);
  }

  private void narrow() throws IOException {
    String[] features =
        IntStream.range(0, 8).mapToObj(feature -> "f" + feature).toArray(String[]::new);
    Dataset<Row> table = narrowTable();
    Scorer scorer =
        Scorer.load(spark, Animals.MODEL)
            .features(features)
            .labels(Animals.LABELS)
            .predictionCol("");
    Dataset<Row> scored = scorer.score(table).drop(features);
    Dataset<Row> copied = table.select("id", "f0", "f1", "f2", "f3");
    System.out.println(scored.queryExecution().executedPlan());
    Map<String, Job> jobs = new LinkedHashMap<>();
    jobs.put("copy five columns (Spark)", () -> write(copied, "copied"));
    jobs.put("score, keep id, write four probabilities", () -> write(scored, "scored"));
    jobs.put("score to noop", () -> noop(scored));
    jobs.put(
        "read the eight features to noop (Spark)",
        () -> noop(table.select("f0", Arrays.copyOfRange(features, 1, 8))));
    compare("narrow: 20,000,000 rows", jobs);
  }

  private void wide() throws IOException {
    String[] features = IntStream.range(0, WIDE).mapToObj(x -> "x" + x).toArray(String[]::new);
    String[] columns = new String[WIDE + 1];
    columns[0] = "id";
    for (int feature = 0; feature < WIDE; feature++) {
      columns[feature + 1] = "cast(rand(%d) as float) x%d".formatted(feature, feature);
    }
    spark.conf().set("spark.sql.codegen.maxFields", "1000");
    Dataset<Row> flat = table("wide-columns", WIDE_ROWS, columns);
    Dataset<Row> array =
        derived("wide-array", flat, "id", "array(" + String.join(",", features) + ") x");
    Scorer scorer = Scorer.load(spark, "src/test/resources/benchmark/wide.keras");
    Dataset<Row> scoredFlat = scorer.features(features).score(flat).drop(features);
    Dataset<Row> scoredArray = scorer.features("x").score(array).drop("x");
    Map<String, Job> jobs = new LinkedHashMap<>();
    jobs.put("784 floats in one array column", () -> noop(scoredArray));
    jobs.put("784 float columns", () -> noop(scoredFlat));
    compare("wide: 300,000 rows", jobs);
  }

  private Dataset<Row> table(String name, long rows, String... columns) {
    return derived(name, spark.range(0, rows, 1, 4).toDF(), columns);
  }

  private Dataset<Row> derived(String name, Dataset<Row> from, String... columns) {
    Path path = FOLDER.resolve(name);
    if (!Files.exists(path.resolve("_SUCCESS"))) {
      from.selectExpr(columns).write().mode(SaveMode.Overwrite).parquet(path.toString());
    }
    return spark.read().parquet(path.toString());
  }

  private static void write(Dataset<Row> rows, String name) {
    rows.write().mode(SaveMode.Overwrite).parquet(FOLDER.resolve(name).toString());
  }

  private static void noop(Dataset<Row> rows) {
    rows.write().format("noop").mode(SaveMode.Overwrite).save();
  }

  /** Runs the jobs in turn; the first is what the others are compared with. */
  private void compare(String title, Map<String, Job> jobs) throws IOException {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int run = 0; run < WARM_UP + runs; run++) {
      for (Map.Entry<String, Job> job : jobs.entrySet()) {
        long start = System.nanoTime();
        job.getValue().run();
        if (run >= WARM_UP) {
          seconds
              .computeIfAbsent(job.getKey(), key -> new ArrayList<>())
              .add((System.nanoTime() - start) / 1e9);
        }
      }
    }
    System.out.println(title + ", " + runs + " runs");
    double base = median(seconds.values().iterator().next());
    seconds.forEach(
        (job, times) ->
            System.out.printf(
                Locale.ROOT,
                "  %-45s %6.2f s (%.2f to %.2f)  %.2f%n",
                job,
                median(times),
                times.stream().min(Double::compare).orElseThrow(),
                times.stream().max(Double::compare).orElseThrow(),
                median(times) / base));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
