package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables of no rows, of one, and of as many as fill a page or a row group, and their neighbours.
 */
final class ColumnarSizesTest {
  private static final int PAGE = 64;
  private static final int ROW_GROUP = 300;

  private static final Map<String, String> LIMITS =
      Map.of(
          "parquet.page.row.count.limit",
          Integer.toString(PAGE),
          "parquet.block.row.count.limit",
          Integer.toString(ROW_GROUP));

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  /** Numbers that hardly repeat and numbers that do, with nulls and without, and a string. */
  private Dataset<Row> table(long rows) {
    return spark
        .range(0, rows, 1, 1)
        .selectExpr(
            "id",
            "cast(sin(id) as float) feature",
            "if(id % 3 = 1, null, id * 7919) sparse",
            "if(id % 100 < 98, null, cast(id as double)) rare",
            "cast(id % 5 as int) few",
            "concat('row ', id) text");
  }

  private Dataset<Row> stored(Dataset<Row> table) {
    String input = folder.resolve("input").toString();
    table.write().parquet(input);
    return spark.read().schema(table.schema()).parquet(input);
  }

  private void assertColumnar(Dataset<Row> table, Map<String, String> options) throws Exception {
    String plan = Writes.both(table, folder, options);
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
  }

  private List<Long> rowGroups(String which) throws Exception {
    return new Written(folder.resolve(which))
        .rowGroups().stream().map(BlockMetaData::getRowCount).toList();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        PAGE - 1,
        PAGE,
        PAGE + 1,
        ROW_GROUP - 1,
        ROW_GROUP,
        ROW_GROUP + 1,
        2 * ROW_GROUP + 1
      })
  void writesPagesAndRowGroupsOfTheirLimit(int rows) throws Exception {
    assertColumnar(stored(table(rows)), LIMITS);
    assertEquals(rowGroups("sparks"), rowGroups("ours"));
    for (List<Long> pages : new Written(folder.resolve("ours")).pages("probability_low")) {
      for (int page = 0; page < pages.size(); page++) {
        assertEquals((long) page * PAGE, pages.get(page));
      }
    }
  }

  /** 4,096 rows are a batch of the scan, 20,000 the default limit of a page. */
  @ParameterizedTest
  @ValueSource(ints = {4097, 20_000, 20_001})
  void writesBatchesAndPagesOfDefaultSize(int rows) throws Exception {
    assertColumnar(stored(table(rows)), Map.of());
    assertEquals(
        rows > 20_000 ? List.of(List.of(0L, 20_000L)) : List.of(List.of(0L)),
        new Written(folder.resolve("ours")).pages("probability_low"));
  }

  @Test
  void writesOneFileOfAnEmptyTable() throws Exception {
    assertColumnar(stored(table(0)), Map.of());
    assertEquals(1, new Written(folder.resolve("ours")).files().size());
    assertEquals(0, new Written(folder.resolve("ours")).read().count());
  }

  /** All files are pruned away, so that the scan has no partition at all. */
  @Test
  void writesOneFileOfATableWithoutPartitions() throws Exception {
    String input = folder.resolve("input").toString();
    table(10).selectExpr("*", "id % 2 part").write().partitionBy("part").parquet(input);
    assertColumnar(spark.read().parquet(input).filter("part = 7"), Map.of());
    assertEquals(1, new Written(folder.resolve("ours")).files().size());
  }

  /** Only the first of several empty partitions leaves a file. */
  @Test
  void writesNothingForLaterEmptyPartitions() throws Exception {
    String input = folder.resolve("input").toString();
    table(400).repartition(4).write().parquet(input);
    Writes.under(
        Map.of("spark.sql.files.maxPartitionBytes", "1000", "spark.sql.files.openCostInBytes", "1"),
        () -> {
          Dataset<Row> table = spark.read().parquet(input);
          assertTrue(Writes.scored(table).rdd().getNumPartitions() > 8);
          assertColumnar(table, Map.of());
          return null;
        });
  }
}
