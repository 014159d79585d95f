package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders made of the input's folders and of constants, against those that Spark's writer makes.
 */
final class PartitionedWriteTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Dataset<Row> table;

  /** Folders of strings with odd characters and nulls, of dates, and of numbers. */
  @BeforeEach
  void writeInput() {
    spark
        .range(0, 6000, 1, 2)
        .selectExpr(
            "id",
            "cast(id / 3000 - 1 as float) feature",
            "concat('s', id % 11) text",
            "case id % 4 when 0 then null when 1 then 'a/b=c %' when 2 then 'Ü' else 'x' end name",
            "date_add(date'2026-11-20', cast(id % 3 as int)) ds",
            "cast(id % 2 as int) half")
        .write()
        .partitionBy("name", "ds", "half")
        .option("parquet.block.size", "4096")
        .parquet(folder.resolve("input").toString());
    table = spark.read().parquet(folder.resolve("input").toString());
  }

  private String write(
      UnaryOperator<Dataset<Row>> change, String to, SaveMode mode, String... columns)
      throws Exception {
    Dataset<Row> scored = change.apply(Writes.scored(table));
    return String.join(
        "\n",
        Writes.plans(
            () -> {
              scored
                  .write()
                  .mode(mode)
                  .partitionBy(columns)
                  .option("parquet.block.size", "4096")
                  .parquet(folder.resolve(to).toString());
              return null;
            }));
  }

  private String both(UnaryOperator<Dataset<Row>> change, String... columns) throws Exception {
    Writes.bySpark(() -> write(change, "sparks", SaveMode.Overwrite, columns));
    return write(change, "ours", SaveMode.Overwrite, columns);
  }

  private Dataset<Row> read(String name) {
    return spark.read().parquet(folder.resolve(name).toString());
  }

  private void assertSame() throws IOException {
    assertSameRows();
    assertEquals(files("sparks"), files("ours"));
  }

  private void assertSameRows() {
    Dataset<Row> ours = read("ours");
    Dataset<Row> sparks = read("sparks");
    assertEquals(sparks.schema(), ours.schema());
    assertEquals(sparks.count(), ours.count());
    assertEquals(0, sparks.exceptAll(ours).count());
  }

  /** How many files each folder has. */
  private Map<String, Integer> files(String name) throws IOException {
    Path root = folder.resolve(name);
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .filter(path -> path.toString().endsWith(".parquet"))
          .forEach(
              path -> files.merge(root.relativize(path.getParent()).toString(), 1, Integer::sum));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  private static void assertColumnar(String plan) {
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    assertFalse(plan.contains("Sort"), plan);
    assertFalse(plan.contains("ColumnarToRow"), plan);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name,ds,half", "ds", "half", "half,name"})
  void theInputsFoldersNeedNoSort(String columns) throws Exception {
    assertColumnar(both(scored -> scored, columns.split(",")));
    assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'2026 a/b'", "null", "''", "date'2026-11-22'", "1.50", "true"})
  void constantsNeedNoSort(String constant) throws Exception {
    UnaryOperator<Dataset<Row>> change =
        scored -> scored.withColumn("run", functions.expr(constant));
    if (constant.equals("null")) {
      change = scored -> scored.withColumn("run", functions.expr("cast(null as string)"));
    }
    assertColumnar(both(change, "run"));
    assertSame();
  }

  @Test
  void aConstantAboveTheInputsFolders() throws Exception {
    assertColumnar(both(scored -> scored.withColumn("run", functions.lit(7)), "run", "ds"));
    assertSame();
  }

  @Test
  void aConstantColumnAndARenamedOneInTheFiles() throws Exception {
    assertColumnar(
        both(
            scored ->
                scored
                    .withColumn("model", functions.lit("classes"))
                    .withColumnRenamed("text", "words"),
            "ds"));
    // Decoded rows fill the small blocks, so that a folder's file may not wait for its next rows.
    assertSameRows();
  }

  @Test
  void otherColumnsAreSortedBySpark() throws Exception {
    String plan = both(scored -> scored, "prediction");
    assertFalse(plan.contains("ColumnarWriteFiles"), plan);
    assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prediction", "text"})
  void otherColumnsAreSparksWithConcurrentWritersToo(String column) throws Exception {
    Writes.under(
        Map.of("spark.sql.maxConcurrentOutputFileWriters", "10"),
        () -> {
          String plan = both(scored -> scored, column);
          assertFalse(plan.contains("ColumnarWriteFiles"), plan);
          return null;
        });
    assertSame();
  }

  @Test
  void aSortOfTheUsersIsKept() throws Exception {
    String plan = both(scored -> scored.sortWithinPartitions("ds", "id"), "ds");
    assertFalse(plan.contains("ColumnarWriteFiles"), plan);
    assertSame();
  }

  @Test
  void onlyTheFoldersWrittenAreReplacedUnderDynamicOverwriting() throws Exception {
    both(scored -> scored, "ds");
    Map<String, String> dynamic = Map.of("spark.sql.sources.partitionOverwriteMode", "dynamic");
    UnaryOperator<Dataset<Row>> one =
        scored -> scored.filter("ds = date'2026-11-21'").withColumn("text", functions.lit("new"));
    Writes.under(
        dynamic,
        () -> {
          Writes.bySpark(() -> write(one, "sparks", SaveMode.Overwrite, "ds"));
          assertColumnar(write(one, "ours", SaveMode.Overwrite, "ds"));
          return null;
        });
    assertEquals(6000, read("ours").count());
    assertEquals(2000, read("ours").filter("text = 'new'").count());
    assertSame();
  }

  @Test
  void anAppendAddsFiles() throws Exception {
    both(scored -> scored, "ds");
    Writes.bySpark(() -> write(scored -> scored, "sparks", SaveMode.Append, "ds"));
    write(scored -> scored, "ours", SaveMode.Append, "ds");
    assertEquals(12000, read("ours").count());
    assertSame();
  }

  @Test
  void aTablesPartitionIsInserted() throws Exception {
    for (String name : List.of("ours_in", "sparks_in")) {
      spark.sql("drop table if exists " + name);
      spark.sql(
          "create table %s (id bigint, p float) using parquet partitioned by (run string)"
              .formatted(name));
    }
    try {
      Writes.scored(table).createOrReplaceTempView("scored_rows");
      String insert =
          "insert overwrite %s partition (run = 'r 1') select id, probability_low from scored_rows";
      Writes.bySpark(() -> spark.sql(insert.formatted("sparks_in")));
      List<String> plans = Writes.plans(() -> spark.sql(insert.formatted("ours_in")));
      assertTrue(
          plans.stream().anyMatch(plan -> plan.contains("ColumnarWriteFiles")), plans::toString);
      assertEquals(6000, spark.table("ours_in").filter("run = 'r 1'").count());
      assertEquals(0, spark.table("sparks_in").exceptAll(spark.table("ours_in")).count());
    } finally {
      spark.sql("drop table ours_in");
      spark.sql("drop table sparks_in");
    }
  }
}
