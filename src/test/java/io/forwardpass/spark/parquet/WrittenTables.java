package io.forwardpass.spark.parquet;

import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.parquet.RandomTable.Dates;
import io.forwardpass.spark.parquet.RandomTable.Nested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes tables of all types by our writer and by Spark's, for readers that are neither Spark nor
 * parquet-java: below {@code target/written-tables} a folder for each case, with {@code copied},
 * {@code decoded} and {@code sparks} in it.
 *
 * <p>{@code mvn -B -q test-compile exec:exec@written-tables}; {@code src/test/python/tables.py}
 * reads them.
 */
final class WrittenTables {
  private static final Path FOLDER = Path.of("target/written-tables");
  private static final int ROWS = 900;

  private WrittenTables() {}

  /** What the options of each case add to row groups of 40 kB. */
  private static Map<String, Map<String, String>> cases() {
    Map<String, Map<String, String>> cases = new LinkedHashMap<>();
    cases.put("plain", Map.of("compression", "none"));
    cases.put("snappy", Map.of("compression", "snappy"));
    cases.put("gzip-pages", Map.of("compression", "gzip", "parquet.page.row.count.limit", "64"));
    cases.put("zstd-v2", Map.of("compression", "zstd", "parquet.writer.version", "v2"));
    cases.put("no-dictionary", Map.of("parquet.enable.dictionary", "false"));
    cases.put("bloom", Map.of("parquet.bloom.filter.enabled", "true"));
    return cases;
  }

  public static void main(String[] arguments) throws Exception {
    SparkSession spark = LocalSpark.session();
    // DuckDB and PyArrow read the INT96 of Spark's default as nanoseconds, which old dates
    // overflow.
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    long seed = 2026;
    for (Map.Entry<String, Map<String, String>> entry : cases().entrySet()) {
      Map<String, String> options = new HashMap<>(entry.getValue());
      options.put("parquet.block.size", "40000");
      Nested nested = seed % 2 == 0 ? Nested.OPTIONAL : Nested.MIXED;
      write(
          new RandomTable(seed++, Dates.ANCIENT, nested).draw(spark, ROWS),
          FOLDER.resolve(entry.getKey()),
          options);
    }
    System.out.println(cases().size() + " tables written to " + FOLDER);
    spark.stop();
  }

  private static void write(Dataset<Row> table, Path folder, Map<String, String> options)
      throws Exception {
    SparkSession spark = LocalSpark.session();
    Path alike = input("alike");
    Path other = input("other");
    table.write().options(options).parquet(alike.toString());
    spark
        .read()
        .parquet(alike.toString())
        .write()
        .option("compression", "lz4_raw")
        .parquet(other.toString());
    Dataset<Row> copied = spark.read().parquet(alike.toString());
    Writes.write(copied, folder.resolve("copied"), options);
    Writes.write(spark.read().parquet(other.toString()), folder.resolve("decoded"), options);
    Writes.bySpark(() -> Writes.write(copied, folder.resolve("sparks"), options));
  }

  private static Path input(String name) throws IOException {
    return Files.createTempDirectory("written-tables").resolve(name);
  }
}
