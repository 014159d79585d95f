package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Holds the files of a write against those that Spark's own writer made of the same rows: the rows
 * and their order, schema, footer, codec, statistics and page indexes.
 */
final class SameAsSpark {

  /** Whether columns may be required, as copied ones are where the input has them so. */
  enum Schema {
    EQUAL,
    MAYBE_REQUIRED
  }

  private SameAsSpark() {}

  /** Of the folders {@code ours} and {@code sparks}. */
  static void assertSame(Path folder, Schema schema) throws Exception {
    assertSame(new Written(folder.resolve("ours")), new Written(folder.resolve("sparks")), schema);
  }

  static void assertSame(Written ours, Written sparks, Schema schema) throws Exception {
    assertSameFiles(ours, sparks, schema);
    Dataset<Row> expected = sparks.read();
    Dataset<Row> actual = ours.read();
    assertEquals(expected.schema(), actual.schema());
    List<String> rows = Written.rows(expected);
    for (String vectorized : new String[] {"true", "false"}) {
      Writes.under(
          Map.of("spark.sql.parquet.enableVectorizedReader", vectorized),
          () -> {
            assertRows(rows, Written.rows(actual.alias("again")), vectorized);
            return null;
          });
    }
  }

  private static void assertRows(List<String> expected, List<String> actual, String vectorized) {
    assertEquals(expected.size(), actual.size(), "rows, vectorized: " + vectorized);
    for (int row = 0; row < expected.size(); row++) {
      assertEquals(expected.get(row), actual.get(row), "row, vectorized: " + vectorized);
    }
  }

  private static void assertSameFiles(Written ours, Written sparks, Schema schema)
      throws IOException {
    assertTrue(ours.names().contains("_SUCCESS"), () -> "no _SUCCESS in " + ours.folder());
    assertFalse(ours.names().contains("_temporary"), () -> "_temporary in " + ours.folder());
    SortedMap<Integer, List<Path>> tasks = sparks.tasks();
    assertEquals(tasks.keySet(), ours.tasks().keySet());
    for (int task : tasks.keySet()) {
      List<Path> left = ours.tasks().get(task);
      List<Path> right = tasks.get(task);
      FileMetaData expected = Written.footer(right.get(0)).getFileMetaData();
      for (Path file : left) {
        FileMetaData actual = Written.footer(file).getFileMetaData();
        assertSchema(expected.getSchema(), actual.getSchema(), schema);
        assertEquals(expected.getKeyValueMetaData(), actual.getKeyValueMetaData());
        assertIndexes(file);
      }
      assertRows(Written.groups(right), Written.groups(left));
      assertColumns(Columns.of(right), Columns.of(left));
    }
  }

  private static void assertRows(List<List<Object>> expected, List<List<Object>> actual) {
    assertEquals(expected.size(), actual.size(), "rows");
    for (int row = 0; row < expected.size(); row++) {
      for (int column = 0; column < expected.get(row).size(); column++) {
        assertEquals(
            expected.get(row).get(column),
            actual.get(row).get(column),
            "row %d, column %d".formatted(row, column));
      }
    }
  }

  private static void assertSchema(MessageType expected, MessageType actual, Schema schema) {
    if (schema == Schema.EQUAL) {
      assertEquals(expected, actual);
      return;
    }
    assertEquals(expected.getFieldCount(), actual.getFieldCount());
    for (int field = 0; field < expected.getFieldCount(); field++) {
      Type wanted = expected.getType(field);
      Type written = actual.getType(field);
      assertTrue(
          written.equals(wanted)
              || (wanted.isRepetition(Repetition.OPTIONAL)
                  && written.isRepetition(Repetition.REQUIRED)
                  && written
                      .toString()
                      .replaceFirst("required", "optional")
                      .equals(wanted.toString())),
          () -> "%s instead of %s".formatted(written, wanted));
    }
  }

  private static void assertColumns(
      SortedMap<String, Columns> expected, SortedMap<String, Columns> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (path, column) -> {
          Columns other = actual.get(path);
          assertEquals(column.toString(), other.toString(), path);
          if (!column.bloomFilters.isEmpty() && !other.bloomFilters.isEmpty()) {
            assertEquals(column.bloomFilters, other.bloomFilters, "Bloom filters of " + path);
          }
        });
  }

  /** Page indexes that say of each page what its chunk says of all. */
  private static void assertIndexes(Path file) throws IOException {
    try (ParquetFileReader reader = Written.open(file)) {
      for (BlockMetaData rowGroup : reader.getRowGroups()) {
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
          String where = "%s of %s".formatted(chunk.getPath(), file);
          OffsetIndex offsets = reader.readOffsetIndex(chunk);
          assertNotNull(offsets, where);
          assertEquals(0, offsets.getFirstRowIndex(0), where);
          long end = chunk.getStartingPos() + chunk.getTotalSize();
          for (int page = 0; page < offsets.getPageCount(); page++) {
            long last = offsets.getLastRowIndex(page, rowGroup.getRowCount());
            assertTrue(last >= offsets.getFirstRowIndex(page), where);
            assertTrue(last < rowGroup.getRowCount(), where);
            assertTrue(offsets.getOffset(page) >= chunk.getStartingPos(), where);
            assertTrue(offsets.getOffset(page) + offsets.getCompressedPageSize(page) <= end, where);
          }
          ColumnIndex index = reader.readColumnIndex(chunk);
          if (index != null) {
            assertEquals(offsets.getPageCount(), index.getNullPages().size(), where);
            if (index.getNullCounts() != null && chunk.getStatistics().isNumNullsSet()) {
              assertEquals(
                  chunk.getStatistics().getNumNulls(),
                  index.getNullCounts().stream().mapToLong(Long::longValue).sum(),
                  where);
            }
          }
        }
      }
    }
  }

  /**
   * What the chunks of a column say together. Row groups need not end where Spark's do, so what one
   * chunk does not say (of numbers with a NaN, Parquet keeps no extremes) none says.
   */
  static final class Columns {
    private final PrimitiveComparator<Object> order;
    private final TreeSet<String> codecs = new TreeSet<>();
    private final TreeSet<String> pages = new TreeSet<>();

    /** Whether chunks have one; those that are all dictionary need none. */
    private final TreeSet<Boolean> bloomFilters = new TreeSet<>();

    private Object min;
    private Object max;
    private long values;
    private long nulls;
    private boolean counted = true;
    private boolean extremes = true;
    private boolean indexed = true;

    private Columns(PrimitiveComparator<Object> order) {
      this.order = order;
    }

    @SuppressWarnings("unchecked")
    static SortedMap<String, Columns> of(List<Path> files) throws IOException {
      SortedMap<String, Columns> columns = new TreeMap<>();
      for (Path file : files) {
        for (BlockMetaData rowGroup : Written.footer(file).getBlocks()) {
          for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            Columns column =
                columns.computeIfAbsent(
                    chunk.getPath().toString(),
                    path ->
                        new Columns(
                            (PrimitiveComparator<Object>)
                                (PrimitiveComparator<?>) chunk.getPrimitiveType().comparator()));
            column.add(chunk);
            column.add(Written.firstPage(file, chunk));
          }
        }
      }
      return columns;
    }

    private void add(ColumnChunkMetaData chunk) {
      codecs.add(chunk.getCodec().name());
      values += chunk.getValueCount();
      Statistics<?> statistics = chunk.getStatistics();
      counted &= statistics.isNumNullsSet();
      nulls += statistics.getNumNulls();
      indexed &= chunk.getColumnIndexReference() != null;
      if (chunk.getEncodingStats().hasNonDictionaryEncodedPages()) {
        bloomFilters.add(chunk.getBloomFilterOffset() >= 0);
      }
      if (statistics.hasNonNullValue()) {
        Object low = owned(statistics.genericGetMin());
        Object high = owned(statistics.genericGetMax());
        min = min == null || order.compare(low, min) < 0 ? low : min;
        max = max == null || order.compare(high, max) > 0 ? high : max;
      } else if (!counted || statistics.getNumNulls() < chunk.getValueCount()) {
        extremes = false;
      }
    }

    private void add(PageHeader page) {
      pages.add(page.getType().name() + (page.isSetCrc() ? " with checksum" : ""));
    }

    private static Object owned(Object value) {
      return value instanceof Binary binary ? binary.copy() : value;
    }

    @Override
    public String toString() {
      List<Object> all = new ArrayList<>();
      all.add("values " + values);
      all.add("nulls " + (counted ? nulls : "unknown"));
      all.add("from " + (extremes ? min : "unknown"));
      all.add("to " + (extremes ? max : "unknown"));
      all.add(codecs);
      all.add(pages);
      all.add("indexed " + indexed);
      return all.toString();
    }
  }
}
