package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A column of fixed-width numbers in PLAIN pages of version 1: runs of a vector are copied as they
 * stand, statistics are taken page by page.
 */
final class PlainColumn {
  private final PageWriter pages;
  private final ColumnDescriptor column;
  private final ParquetProperties properties;
  private final PlainValues values;
  private final DefinitionLevels levels;
  private final int pageRows;
  private final ByteBuffer encoded;

  /** Rows and values of the page that is being filled. */
  private int rows;

  private int count;

  PlainColumn(
      PageWriter pages, ColumnDescriptor column, ParquetProperties properties, PlainType type) {
    this.pages = pages;
    this.column = column;
    this.properties = properties;
    this.pageRows = pageRows(properties, type.width());
    this.values = type.page(pageRows);
    this.levels = new DefinitionLevels(column, properties);
    this.encoded = ByteBuffer.allocate(pageRows * type.width()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int pageRows(ParquetProperties properties, int width) {
    int limit =
        Math.min(properties.getPageRowCountLimit(), properties.getPageValueCountThreshold());
    return Math.max(1, Math.min(limit, properties.getPageSizeThreshold() / width));
  }

  public void write(ColumnVector vector, int from, int rowsOfVector) throws IOException {
    int end = from + rowsOfVector;
    for (int row = from; row < end; ) {
      int run = Math.min(end - row, pageRows - rows);
      if (vector.hasNull()) {
        appendNullable(vector, row, run);
      } else {
        values.put(vector, row, run, count);
        levels.present(run);
        count += run;
      }
      rows += run;
      row += run;
      if (rows == pageRows) {
        endPage();
      }
    }
  }

  private void appendNullable(ColumnVector vector, int from, int run) {
    for (int row = from; row < from + run; row++) {
      if (vector.isNullAt(row)) {
        levels.absent();
      } else {
        values.put(vector, row, count);
        levels.present(1);
        count++;
      }
    }
  }

  private void endPage() throws IOException {
    Statistics<?> statistics =
        properties.getStatisticsEnabled(column)
            ? Statistics.createStats(column.getPrimitiveType())
            : Statistics.noopStats(column.getPrimitiveType());
    statistics.incrementNumNulls(rows - count);
    if (count > 0) {
      values.updateStatistics(statistics, count);
    }
    encoded.clear();
    values.encode(count, encoded);
    pages.writePage(
        BytesInput.concat(levels.encode(), BytesInput.from(encoded.flip())),
        rows,
        rows,
        statistics,
        sizeStatistics(),
        null,
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
    levels.clear();
    rows = 0;
    count = 0;
  }

  /** Of a column without nesting these hold no more than whether they were asked for. */
  private SizeStatistics sizeStatistics() {
    SizeStatistics.Builder builder =
        properties.getSizeStatisticsEnabled(column)
            ? SizeStatistics.newBuilder(
                column.getPrimitiveType(), 0, column.getMaxDefinitionLevel())
            : SizeStatistics.noopBuilder(
                column.getPrimitiveType(), 0, column.getMaxDefinitionLevel());
    return builder.build();
  }

  public long bufferedBytes() {
    return pages.getMemSize() + (long) count * values.width() + levels.bufferedBytes();
  }

  public void finish() throws IOException {
    if (rows > 0) {
      endPage();
    }
  }
}
