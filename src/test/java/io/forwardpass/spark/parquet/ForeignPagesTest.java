package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that this Spark, with these settings, would not have written are not handed on. */
final class ForeignPagesTest {

  /** Row groups of this size are copied where the output's are of the same. */
  private static final Map<String, String> SMALL =
      Map.of("parquet.block.size", "8000", "compression", "none");

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  private Dataset<Row> rows() {
    return spark
        .range(0, 3000, 1, 1)
        .selectExpr(
            "id",
            "cast(sin(id) as float) feature",
            "if(id % 1000 = 7, double('NaN'), if(id % 1000 = 9, -0.0D, id / 7)) x",
            "if(id % 4 = 0, null, concat('word ', id % 50)) word",
            "concat('a rather long text, so that a dictionary of them is large: ', id) text");
  }

  private Path write(Map<String, String> more) {
    Path path = folder.resolve("input");
    rows().write().options(SMALL).options(more).parquet(path.toString());
    return path;
  }

  private Dataset<Row> read(Path path) {
    return spark.read().parquet(path.toString());
  }

  private Dataset<Row> check(Dataset<Row> table) throws Exception {
    String plan = Writes.both(table, folder, SMALL);
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
    return new Written(folder.resolve("ours")).read();
  }

  /** So that a test which finds decoded chunks cannot pass because of their size. */
  @Test
  void copiesWhatThisSparkWrote() throws Exception {
    Path input = write(Map.of());
    check(read(input));
    assertEquals(
        new Written(input).rowGroups().stream().map(BlockMetaData::getRowCount).toList(),
        new Written(folder.resolve("ours"))
            .rowGroups().stream().map(BlockMetaData::getRowCount).toList());
  }

  /** The extremes of numbers without the NaN among them, as most writers but Spark keep them. */
  private static void leaveOutNaN(FileMetaData file) {
    for (RowGroup rowGroup : file.getRow_groups()) {
      for (ColumnChunk chunk : rowGroup.getColumns()) {
        if (chunk.getMeta_data().getPath_in_schema().equals(List.of("x"))) {
          Statistics extremes = new Statistics();
          extremes.setMin_value(bytes(-0.0));
          extremes.setMax_value(bytes(3000 / 7.0));
          extremes.setNull_count(0);
          chunk.getMeta_data().setStatistics(extremes);
        }
      }
    }
  }

  private static ByteBuffer bytes(double value) {
    return ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).flip();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parquet-cpp-arrow version 26.0.1",
        "Polars",
        "DuckDB version v2.0.0 (build 1234567890)",
        "parquet-mr version 1.5.0"
      })
  void findsNaNBesideStatisticsThatLeaveItOut(String createdBy) throws Exception {
    Path input = write(Map.of());
    ForeignFile.changeFooters(
        input,
        file -> {
          leaveOutNaN(file);
          file.setCreated_by(createdBy);
        });
    Dataset<Row> written = check(read(input));
    assertEquals(3, written.filter("x = double('NaN')").count());
    assertEquals(3, written.filter("x > 1e9").count());
  }

  @Test
  void findsNaNInFilesWithoutAWordOfSpark() throws Exception {
    Path input = write(Map.of());
    ForeignFile.changeFooters(
        input,
        file -> {
          leaveOutNaN(file);
          file.unsetKey_value_metadata();
        });
    assertEquals(3, check(read(input)).filter("x = double('NaN')").count());
  }

  /** The output is asked for in the usual form. */
  @ParameterizedTest
  @CsvSource({
    "parquet.page.write-checksum.enabled, false",
    "parquet.column.statistics.enabled, false",
    "parquet.bloom.filter.enabled, true"
  })
  void doesNotHandOnWhatIsNotAskedFor(String option, String value) throws Exception {
    check(read(write(Map.of(option, value))));
  }

  /** Spark's own copy is no measure of their values: its reader takes some from the wrong place. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy"})
  void decodesDeltaPages(String codec) throws Exception {
    Path input = write(Map.of("parquet.writer.version", "v2", "compression", codec));
    Writes.write(read(input), folder.resolve("ours"), SMALL);
    Written ours = new Written(folder.resolve("ours"));
    for (BlockMetaData rowGroup : ours.rowGroups()) {
      rowGroup
          .getColumns()
          .forEach(chunk -> assertFalse(chunk.getEncodingStats().usesV2Pages(), chunk.toString()));
    }
    List<Row> expected = rows().sort("id").collectAsList();
    String[] columns = rows().columns();
    assertEquals(expected, ours.read().selectExpr(columns).sort("id").collectAsList());
  }

  @Test
  void doesNotHandOnLargeDictionaries() throws Exception {
    Path input = write(Map.of("parquet.block.size", "4000000"));
    Map<String, String> options = new HashMap<>(SMALL);
    options.put("parquet.block.size", "4000000");
    options.put("parquet.dictionary.page.size", "2000");
    Writes.both(read(input), folder, options);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
  }

  /**
   * Spark's vectorized reader does not know these pages: the run ends, whether the file is small or
   * large, and the output does not get them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"8000", "8000000"})
  void doesNotCopyWhatSparkCannotRead(String blockSize) throws Exception {
    Path input = ForeignFile.byteStreamSplit(folder.resolve("input").resolve("a.parquet"), 3000);
    Map<String, String> options = Map.of("parquet.block.size", blockSize, "compression", "none");
    Exception failure =
        assertThrows(
            Exception.class, () -> Writes.write(read(input), folder.resolve("ours"), options));
    String trace = ExceptionUtils.getStackTrace(failure);
    assertTrue(trace.contains("BYTE_STREAM_SPLIT"), trace);
    assertTrue(trace.contains("a.parquet"), trace);
  }

  /** Spark's other reader knows them. */
  @Test
  void decodesWhatSparksOtherReaderKnows() throws Exception {
    Path input = ForeignFile.byteStreamSplit(folder.resolve("input").resolve("a.parquet"), 3000);
    Writes.under(
        Map.of("spark.sql.parquet.enableVectorizedReader", "false"),
        () -> {
          Writes.both(read(input), folder, SMALL);
          return null;
        });
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
  }
}
