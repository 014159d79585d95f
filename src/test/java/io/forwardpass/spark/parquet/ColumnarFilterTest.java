package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Filters on what was written find the rows that are there, and what lies outside of them is not
 * read: neither row groups, by their statistics, nor pages, by the indexes.
 */
final class ColumnarFilterTest {
  private static final int ROWS = 4000;

  private static final Map<String, String> SMALL =
      Map.of(
          "parquet.block.row.count.limit", "1000",
          "parquet.block.size", "200000",
          "parquet.page.row.count.limit", "50",
          "compression", "none");

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  /** Columns are copied into {@code copied}, and written from vectors into {@code written}. */
  @BeforeEach
  void write() throws Exception {
    Path input = folder.resolve("input");
    Path other = folder.resolve("other");
    Dataset<Row> table =
        spark
            .range(0, ROWS, 1, 1)
            .selectExpr(
                "id",
                "cast((id - 2000) / 500.0 as float) feature",
                "cast(id as int) number",
                "if(id % 7 = 0, null, id * 1000) sparse",
                "if(id % 500 = 3, double('NaN'), cast(id as double)) some_nan",
                "if(id < 2000, -0.0f, 0.0f) zero",
                "cast(id % 3 as int) few",
                "format_string('%08d', id) text",
                "date_add(date'1500-01-01', cast(id as int) * 100) day",
                "timestamp_ntz'2020-01-01 00:00:00' + make_dt_interval(0, 0, 0, id) moment");
    table.write().options(SMALL).parquet(input.toString());
    table.write().parquet(other.toString());
    Writes.write(spark.read().parquet(input.toString()), folder.resolve("copied"), SMALL);
    Writes.write(spark.read().parquet(other.toString()), folder.resolve("written"), SMALL);
    assertEquals(new Written(input).pages("id"), new Written(folder.resolve("copied")).pages("id"));
    assertEquals(4, new Written(folder.resolve("written")).rowGroups().size());
  }

  private static List<String> filters() {
    List<String> filters = new ArrayList<>();
    for (String column : List.of("id", "number", "some_nan", "feature")) {
      for (String comparison : List.of("= 999", "<= 1", "> 3998")) {
        filters.add(column + " " + comparison);
      }
    }
    filters.addAll(
        List.of(
            "feature > 3.99",
            "feature between 0.5 and 0.51",
            "feature < -3.99",
            "sparse = 1999000",
            "sparse is null",
            "sparse is not null and id > 3990",
            "some_nan = double('NaN')",
            "some_nan > 3990",
            "zero < 0",
            "zero >= -0.0f",
            "few = 2 and id between 1500 and 1510",
            "text = '00002500'",
            "text < '00000003'",
            "text like '0000390%'",
            "day < date'1501-01-01'",
            "day = date'1500-01-01'",
            "moment = timestamp_ntz'2020-01-01 00:33:20'",
            "probability_low > 0.99",
            "probability_middle < 0.01",
            "probability_high is null",
            "prediction = 'middle'",
            "prediction > 'middle'"));
    return filters;
  }

  /** The rows are counted without filters in the scan first, then with them. */
  @Test
  void findTheRowsThatAreThere() throws Exception {
    for (String which : new String[] {"copied", "written"}) {
      for (String index : new String[] {"true", "false"}) {
        Dataset<Row> table =
            spark
                .read()
                .option("parquet.filter.columnindex.enabled", index)
                .parquet(folder.resolve(which).toString());
        List<String> counts = filters().stream().map(f -> "count_if(" + f + ")").toList();
        Row expected = table.selectExpr(counts.toArray(new String[0])).head();
        List<String> wrong = new ArrayList<>();
        long found = 0;
        for (int at = 0; at < counts.size(); at++) {
          long rows = table.filter(filters().get(at)).count();
          found += rows;
          if (rows != expected.getLong(at)) {
            wrong.add("%s: %d of %d".formatted(filters().get(at), rows, expected.getLong(at)));
          }
        }
        assertEquals(List.of(), wrong, which + ", column index " + index);
        assertTrue(found > ROWS, "rows found: " + found);
      }
    }
  }

  private static long rowsToRead(Path file, FilterPredicate filter, boolean byPages)
      throws Exception {
    Configuration conf = new Configuration(false);
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(path, conf),
            HadoopReadOptions.builder(conf, path)
                .withRecordFilter(FilterCompat.get(filter))
                .useDictionaryFilter(false)
                .useBloomFilter(false)
                .build())) {
      return byPages ? reader.getFilteredRecordCount() : reader.getRecordCount();
    }
  }

  /** Of 4 row groups and of pages of 50 rows (Parquet looks after 100 rows first). */
  @Test
  void readOnlyThePagesThatMayHoldThem() throws Exception {
    for (String which : new String[] {"copied", "written"}) {
      Path file = new Written(folder.resolve(which)).files().get(0);
      List<FilterPredicate> filters =
          List.of(
              FilterApi.eq(FilterApi.longColumn("id"), 2517L),
              FilterApi.eq(FilterApi.intColumn("number"), 2517),
              FilterApi.eq(FilterApi.longColumn("sparse"), 2_517_000L),
              FilterApi.eq(FilterApi.floatColumn("feature"), 1.034f),
              FilterApi.eq(
                  FilterApi.floatColumn("probability_low"),
                  new Written(folder.resolve(which))
                      .read()
                      .filter("id = 2517")
                      .select("probability_low")
                      .head()
                      .getFloat(0)));
      for (FilterPredicate filter : filters) {
        assertEquals(1000, rowsToRead(file, filter, false), () -> which + ": " + filter);
        assertEquals(50, rowsToRead(file, filter, true), () -> which + ": " + filter);
      }
      assertEquals(0, rowsToRead(file, FilterApi.lt(FilterApi.longColumn("id"), 0L), false), which);
      assertEquals(
          0, rowsToRead(file, FilterApi.gt(FilterApi.floatColumn("feature"), 4f), false), which);
    }
  }
}
