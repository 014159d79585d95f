package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slices of Delta and Iceberg tables, which commit in their own way. */
final class TableFormatIT {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void writeInput() {
    input = folder.resolve("input");
    writeInput("id % 3");
  }

  /** 20 animals over three days. */
  private void writeInput(String day) {
    SPARK
        .read()
        .parquet(Animals.TABLE)
        .selectExpr("*", "date_add(date'2026-11-21', int(%s)) ds".formatted(day))
        .write()
        .mode("overwrite")
        .partitionBy("ds")
        .parquet(input.toString());
  }

  private static String jars() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("forwardpass.table.formats")))) {
      return jars.map(Path::toString).collect(Collectors.joining(","));
    }
  }

  private void score(List<String> spark, String... options) throws Exception {
    assertExit(ExitCode.OK, spark, options);
  }

  private void assertExit(ExitCode code, List<String> spark, String... options) throws Exception {
    List<String> session = new ArrayList<>(List.of("--master", "local[2]", "--jars", jars()));
    // Much code that runs a few times.
    session.addAll(List.of("--driver-java-options", "-XX:TieredStopAtLevel=1"));
    // Delta reads its log by a shuffle, by default of 200 tasks.
    session.addAll(List.of("--conf", "spark.sql.shuffle.partitions=2"));
    session.addAll(List.of("--conf", "spark.databricks.delta.snapshotPartitions=2"));
    session.addAll(spark);
    List<String> job =
        new ArrayList<>(
            List.of(
                "score",
                "--set=model=" + Animals.MODEL,
                "--set=features=" + String.join(",", Animals.FEATURES)));
    job.addAll(List.of(options));
    try (Submission submission = Submission.start(session, job)) {
      assertEquals(code.code(), submission.exitCode(), submission.output());
    }
  }

  /**
   * The rows of a table that Spark here cannot read, by day: read by the job, written as Parquet.
   */
  private Map<String, Long> days(List<String> spark, String format, String table) throws Exception {
    Path copy = folder.resolve("copy");
    score(
        spark,
        "--format=" + format,
        "--input=" + table,
        "--keep=id,ds",
        "--probabilities=none",
        "--prediction-col=again",
        "--mode=overwrite",
        "--output=" + copy);
    Map<String, Long> days = new TreeMap<>();
    for (Row row : SPARK.read().parquet(copy.toString()).groupBy("ds").count().collectAsList()) {
      days.put(row.get(0).toString(), row.getLong(1));
    }
    return days;
  }

  private void assertSlicesAreReplaced(List<String> spark, String format, String table)
      throws Exception {
    String[] options = {
      "--input=" + input,
      "--output-format=" + format,
      "--output=" + table,
      "--partition=ds=2026-11-21..2026-11-24"
    };
    score(spark, options);
    writeInput("2 * (id % 2)");
    for (String day : List.of("2026-11-22", "2026-11-23", "2026-11-23")) {
      options[3] = "--partition=ds=" + day;
      score(spark, options);
    }
    // The first day as it was, the second empty now, the third replaced, not added to.
    assertEquals(Map.of("2026-11-21", 6L, "2026-11-23", 10L), days(spark, format, table));
  }

  @Test
  void delta() throws Exception {
    assertSlicesAreReplaced(
        List.of(
            "--conf",
            "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
            "--conf",
            "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog"),
        "delta",
        folder.resolve("table").toString());
  }

  @Test
  void iceberg() throws Exception {
    List<String> catalog =
        List.of(
            "--conf",
            "spark.sql.catalog.lake=org.apache.iceberg.spark.SparkCatalog",
            "--conf",
            "spark.sql.catalog.lake.type=hadoop",
            "--conf",
            "spark.sql.catalog.lake.warehouse=" + folder.resolve("lake"));
    assertSlicesAreReplaced(catalog, "iceberg", "lake.animals");
    assertExit(
        ExitCode.CANNOT_WRITE,
        catalog,
        "--input=" + input,
        "--output-format=iceberg",
        "--output=lake.animals");
  }
}
