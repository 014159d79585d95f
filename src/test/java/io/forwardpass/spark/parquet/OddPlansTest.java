package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.batch.OnInvalid;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that are written from batches though they are more than a scored scan. */
final class OddPlansTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Dataset<Row> input(int rows, String... columns) {
    String path = folder.resolve("input").toString();
    spark.range(0, rows, 1, 1).selectExpr(columns).write().parquet(path);
    return spark.read().parquet(path);
  }

  private void assertSameAsSparks(Dataset<Row> scored) throws Exception {
    String ours = folder.resolve("ours").toString();
    String sparks = folder.resolve("sparks").toString();
    scored.write().parquet(ours);
    Writes.bySpark(
        () -> {
          scored.write().parquet(sparks);
          return null;
        });
    Dataset<Row> expected = spark.read().parquet(sparks);
    Dataset<Row> actual = spark.read().parquet(ours);
    assertEquals(expected.schema(), actual.schema());
    assertEquals(expected.collectAsList(), actual.collectAsList());
  }

  /** What Spark's writer stores of them, to the statistics, and without a row in between. */
  private void assertColumnarAsSparks(Dataset<Row> scored, Map<String, String> options)
      throws Exception {
    Writes.bySpark(() -> write(scored, "sparks", options));
    String plan = write(scored, "ours", options);
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    assertFalse(plan.contains("ColumnarToRow"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
  }

  private String write(Dataset<Row> scored, String to, Map<String, String> options)
      throws Exception {
    return String.join(
        "\n",
        Writes.plans(
            () -> {
              scored.write().options(options).parquet(folder.resolve(to).toString());
              return null;
            }));
  }

  /** A column for each type: a difference is reported with the column's path. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        true
        cast(null as boolean)
        7y
        -7s
        7
        cast(null as int)
        7L
        cast(1.5 as float)
        cast('NaN' as float)
        cast(-1.5 as double)
        'text'
        ''
        cast(null as string)
        x'00ff'
        """,
        """
        12.5bd
        cast(12345678901.5 as decimal(18, 2))
        cast(-12345678901234567890.5 as decimal(38, 2))
        date'2026-11-22'
        date'0001-01-01'
        timestamp'2026-11-22 10:00:00.123456'
        cast(null as timestamp)
        timestamp_ntz'2026-11-22 10:00:00'
        interval '1' day
        interval '1' year
        """,
        """
        array(1, 2)
        array('a', null)
        array(array(1.5bd), array(), null)
        cast(null as array<int>)
        map('a', 1)
        map(1, array(x'00'))
        named_struct('a', 1, 'b', 'x', 'c', cast(null as struct<d: int>))
        named_struct('a', array(named_struct('b', date'2026-11-22'), null))
        cast(null as struct<a: int>)
        """
      })
  void constantsOfAnyType(String constants) throws Exception {
    Dataset<Row> scored = Writes.scored(input(100, "id", "cast(id as float) feature"));
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    for (String constant : constants.lines().toList()) {
      columns.add(functions.expr(constant).as("c" + columns.size()));
    }
    assertColumnarAsSparks(scored.select(columns.toArray(Column[]::new)), Map.of());
  }

  /** The first look at a row group's size comes before the first page of a constant is full. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "parquet.page.row.count.limit=100",
        "parquet.block.row.count.limit=700",
        "parquet.enable.dictionary=false",
        "parquet.writer.version=v2",
        "parquet.bloom.filter.enabled=true",
        "parquet.column.statistics.enabled=false",
        "maxRecordsPerFile=900"
      })
  void constantsUnderEachOption(String option) throws Exception {
    Dataset<Row> table = input(2000, "id", "cast(id as float) feature");
    Dataset<Row> scored =
        Writes.scored(table)
            .withColumn("text", functions.lit("constant"))
            .withColumn("at", functions.lit(Instant.parse("2026-11-22T10:00:00.123456Z")))
            .withColumn("none", functions.expr("cast(null as string)"));
    String[] assignment = option.split("=", 2);
    assertColumnarAsSparks(scored, Map.of(assignment[0], assignment[1]));
  }

  /** Literals above a filter that the operator does itself, and below another literal. */
  @Test
  void constantsAboveDroppedRows() throws Exception {
    Dataset<Row> table =
        input(20000, "id", "if(id % 7 = 0, null, cast(id / 10000 - 1 as float)) feature");
    Dataset<Row> scored =
        Writes.scorer()
            .onInvalid(OnInvalid.DROP)
            .score(table)
            .withColumn("run", functions.lit("r"))
            .withColumnRenamed("prediction", "label")
            .withColumn("number", functions.lit(2));
    assertColumnarAsSparks(scored, Map.of());
  }

  /** A page of a constant costs as much as a page header, whatever the constant's length. */
  @Test
  void aConstantIsStoredOnce() throws Exception {
    Dataset<Row> table = input(50_000, "id", "cast(id as float) feature");
    String text = "long".repeat(1000);
    Dataset<Row> scored = Writes.scored(table).withColumn("constant", functions.lit(text));
    write(scored, "ours", Map.of("compression", "none"));
    ColumnChunkMetaData chunk =
        new Written(folder.resolve("ours"))
            .rowGroups().get(0).getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals("constant"))
                .findFirst()
                .orElseThrow();
    assertTrue(chunk.getEncodingStats().hasDictionaryEncodedPages());
    assertFalse(chunk.getEncodingStats().hasNonDictionaryEncodedPages());
    assertTrue(chunk.getTotalUncompressedSize() < text.length() + 1000, chunk.toString());
    assertEquals(
        text, spark.read().parquet(folder.resolve("ours").toString()).first().getAs("constant"));
  }

  /** The lower one's predictions come as numbers until a batch loses a row, and then by a view. */
  @Test
  void twoScorersThatDropRows() throws Exception {
    Dataset<Row> table =
        input(
            20000,
            "id",
            "cast(id / 10000 - 1 as float) feature",
            "if(id > 12000 and id % 7 = 0, null, cast(id as float)) other");
    Dataset<Row> once =
        Writes.scorer().onInvalid(OnInvalid.DROP).predictionCol("first").score(table);
    Dataset<Row> twice =
        Writes.scorer()
            .features("other")
            .labels("a", "b", "c")
            .onInvalid(OnInvalid.DROP)
            .score(once);
    assertTrue(twice.count() < 20000);
    assertSameAsSparks(twice);
  }
}
