package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A column of fixed-width numbers in PLAIN pages: runs of a vector are copied as they stand,
 * statistics are taken page by page.
 */
final class PlainColumn implements CopiedColumn {
  private final ColumnPages pages;
  private final PlainValues values;
  private final DefinitionLevels levels;
  private final int pageRows;
  private final ByteBuffer encoded;

  /** Rows and values of the page that is being filled. */
  private int rows;

  private int count;

  PlainColumn(ColumnPages pages, PlainType type) {
    this.pages = pages;
    this.pageRows = pages.rows(type.width());
    this.values = type.page(pageRows);
    this.levels = new DefinitionLevels(pages);
    this.encoded = ByteBuffer.allocate(pageRows * type.width()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean takes(ColumnVector vector) {
    return true;
  }

  @Override
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
    Statistics<?> statistics = pages.statistics();
    statistics.incrementNumNulls(rows - count);
    if (count > 0) {
      values.updateStatistics(statistics, count);
    }
    encoded.clear();
    values.encode(count, encoded);
    pages.write(levels, BytesInput.from(encoded.flip()), rows, statistics, 0, Encoding.PLAIN);
    levels.clear();
    rows = 0;
    count = 0;
  }

  @Override
  public long bufferedBytes() {
    return pages.size() + (long) count * values.width() + levels.bufferedBytes();
  }

  @Override
  public void finish() throws IOException {
    if (rows > 0) {
      endPage();
    }
  }
}
