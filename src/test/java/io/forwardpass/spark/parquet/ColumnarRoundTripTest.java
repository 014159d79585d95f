package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.parquet.RandomTable.Dates;
import io.forwardpass.spark.parquet.RandomTable.Nested;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables of all types, drawn from seeds, come out of our writer as they come out of Spark's: where
 * columns are copied, where they are decoded beside the scan, where the batches are another
 * format's, and under the options that change what a file looks like.
 */
final class ColumnarRoundTripTest {
  private static final int ROWS = 700;
  private static final int SEEDS = 4;

  /** The day that the Julian calendar calls 1000-01-01, counted from 1970-01-01. */
  private static final int JULIAN = (int) LocalDate.of(1000, 1, 6).toEpochDay();

  /** Rows of a page of the input, a number that no default gives. */
  private static final long INPUT_PAGE = 37;

  /** Where a second page of it ends: Parquet looks at a page's size first after 100 rows. */
  private static final long MARK = 100 + INPUT_PAGE;

  private static final Map<String, String> SMALL_BLOCKS =
      Map.of("parquet.block.size", "40000", "compression", "none");

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  /** Options of a write and values of the session's configuration. */
  record Options(String name, Map<String, String> options, Map<String, String> settings) {
    static Options of(String name, String... options) {
      Map<String, String> all = new HashMap<>(SMALL_BLOCKS);
      for (int at = 0; at < options.length; at += 2) {
        all.put(options[at], options[at + 1]);
      }
      return new Options(name, all, Map.of());
    }

    Options under(String setting, String value) {
      Map<String, String> all = new HashMap<>(settings);
      all.put(setting, value);
      return new Options(name, options, all);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Options> options() {
    return Stream.of(
        Options.of("small pages, snappy", "parquet.page.size", "500", "compression", "snappy"),
        Options.of(
            "pages of few rows, gzip", "parquet.page.row.count.limit", "64", "compression", "gzip"),
        Options.of("row groups of few rows", "parquet.block.row.count.limit", "150"),
        Options.of("version 2, zstd", "parquet.writer.version", "v2", "compression", "zstd"),
        Options.of("no dictionaries", "parquet.enable.dictionary", "false"),
        Options.of(
            "Bloom filters",
            "parquet.bloom.filter.enabled",
            "true",
            "parquet.bloom.filter.max.bytes",
            "4096"),
        Options.of(
            "one Bloom filter",
            "parquet.bloom.filter.enabled#id",
            "true",
            "parquet.bloom.filter.expected.ndv#id",
            "2000"),
        Options.of(
            "no statistics, no checksums",
            "parquet.column.statistics.enabled",
            "false",
            "parquet.page.write-checksum.enabled",
            "false"),
        Options.of("a column without statistics", "parquet.column.statistics.enabled#id", "false"),
        Options.of("legacy format")
            .under("spark.sql.parquet.writeLegacyFormat", "true")
            .under("spark.sql.parquet.outputTimestampType", "INT96"),
        Options.of("milliseconds")
            .under("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS"),
        Options.of("microseconds")
            .under("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"));
  }

  private Dataset<Row> table(Options options) {
    return table(options, Nested.MIXED);
  }

  private Dataset<Row> table(Options options, Nested nested) {
    // Few seeds, for Spark compiles code for each schema.
    long seed = Math.floorMod(options.name().hashCode(), SEEDS);
    return new RandomTable(seed, Dates.ANCIENT, nested).draw(spark, ROWS);
  }

  private String write(Dataset<Row> table, Options options) throws Exception {
    return Writes.both(table, folder, options.options());
  }

  /**
   * From an input that is laid out as the output will be, but for the rows of a page, and from one
   * with a codec of its own.
   */
  @ParameterizedTest
  @MethodSource("options")
  void copiesOrDecodesWhatThePlanOnlyMoves(Options options) throws Exception {
    Writes.under(
        options.settings(),
        () -> {
          Map<String, String> alike = new HashMap<>(options.options());
          alike.put("parquet.page.row.count.limit", Long.toString(INPUT_PAGE));
          Path input = folder.resolve("input");
          table(options, Nested.OPTIONAL).write().options(alike).parquet(input.toString());
          Dataset<Row> table = spark.read().parquet(input.toString());
          String plan = write(table, options);
          assertTrue(plan.contains("ColumnarWriteFiles copies id, feature, c00_"), plan);
          List<List<Long>> pages = new Written(input).pages("id");
          assertTrue(pages.stream().anyMatch(starts -> starts.contains(MARK)), pages::toString);
          assertEquals(pages, new Written(folder.resolve("ours")).pages("id"));
          SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);

          Path other = folder.resolve("other");
          table.write().options(alike).option("compression", "lz4_raw").parquet(other.toString());
          Path decoded = folder.resolve("decoded");
          Writes.write(spark.read().parquet(other.toString()), decoded, options.options());
          SameAsSpark.assertSame(
              new Written(decoded),
              new Written(folder.resolve("sparks")),
              SameAsSpark.Schema.EQUAL);
          return null;
        });
  }

  @Test
  void writesTheBatchesOfAnotherFormat() throws Exception {
    for (int number = 1; number <= 2; number++) {
      Options options = Options.of("orc " + number);
      Path below = folder.resolve(options.name());
      String input = below.resolve("input").toString();
      table(options).write().orc(input);
      String plan = Writes.both(spark.read().orc(input), below, options.options());
      assertTrue(plan.contains("ColumnarWriteFiles"), plan);
      assertFalse(plan.contains("copies"), plan);
      SameAsSpark.assertSame(below, SameAsSpark.Schema.EQUAL);
    }
  }

  @Test
  void leavesRowsToSpark() throws Exception {
    Options options = Options.of("rows");
    String input = folder.resolve("input").toString();
    spark.range(300).selectExpr("id", "cast(id % 7 as float) feature").write().json(input);
    String plan = write(spark.read().schema("id bigint, feature float").json(input), options);
    assertFalse(plan.contains("ColumnarWriteFiles"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
  }

  @Test
  void splitsFilesByRecordsWhereSparkDoes() throws Exception {
    String input = folder.resolve("input").toString();
    Options options = Options.of("records", "maxRecordsPerFile", "100");
    table(options).write().options(SMALL_BLOCKS).parquet(input);
    String plan = write(spark.read().parquet(input), options);
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
    assertEquals(rowsOfFiles("sparks"), rowsOfFiles("ours"));
    assertTrue(rowsOfFiles("ours").size() == 7, rowsOfFiles("ours").toString());
  }

  private List<Long> rowsOfFiles(String which) throws Exception {
    List<Long> rows = new ArrayList<>();
    for (Path file : new Written(folder.resolve(which)).files()) {
      rows.add(
          Written.footer(file).getBlocks().stream().mapToLong(block -> block.getRowCount()).sum());
    }
    return rows;
  }

  @Test
  void shiftsOldDatesToTheLegacyCalendar() throws Exception {
    String input = folder.resolve("input").toString();
    Options options =
        Options.of("legacy calendar")
            .under("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY")
            .under("spark.sql.parquet.int96RebaseModeInWrite", "LEGACY");
    withOldDates(options).write().options(SMALL_BLOCKS).parquet(input);
    Writes.under(
        options.settings(),
        () -> {
          write(spark.read().parquet(input), options);
          SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
          Path file = new Written(folder.resolve("ours")).files().get(0);
          List<Object> row = Written.groups(List.of(file)).get(0);
          int old = Written.footer(file).getFileMetaData().getSchema().getFieldIndex("old");
          assertEquals(List.of(JULIAN), row.get(old));
          return null;
        });
  }

  private Dataset<Row> withOldDates(Options options) {
    return table(options).withColumn("old", functions.expr("date'1000-01-01'"));
  }

  @Test
  void refusesOldDatesWhereSparkDoes() throws Exception {
    String input = folder.resolve("input").toString();
    Options options =
        Options.of("exception").under("spark.sql.parquet.datetimeRebaseModeInWrite", "EXCEPTION");
    withOldDates(options).write().options(SMALL_BLOCKS).parquet(input);
    Writes.under(
        options.settings(),
        () -> {
          Dataset<Row> scored = Writes.scored(spark.read().parquet(input));
          for (String columnar : new String[] {"true", "false"}) {
            Throwable failure =
                assertThrows(
                    Exception.class,
                    () ->
                        Writes.under(
                            Map.of(Writes.COLUMNAR, columnar),
                            () -> {
                              scored.write().parquet(folder.resolve(columnar).toString());
                              return null;
                            }));
            String said = Failures.said(failure);
            assertTrue(said.contains("INCONSISTENT_BEHAVIOR_CROSS_VERSION"), said);
          }
          return null;
        });
  }

  @Test
  void takesNewDatesWhereOldOnesAreRefused() throws Exception {
    String input = folder.resolve("input").toString();
    Options options =
        Options.of("exception")
            .under("spark.sql.parquet.datetimeRebaseModeInWrite", "EXCEPTION")
            .under("spark.sql.parquet.int96RebaseModeInWrite", "EXCEPTION");
    new RandomTable(2, Dates.MODERN, Nested.MIXED)
        .draw(spark, ROWS)
        .write()
        .options(SMALL_BLOCKS)
        .parquet(input);
    Writes.under(
        options.settings(),
        () -> {
          write(spark.read().parquet(input), options);
          SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
          return null;
        });
  }
}
