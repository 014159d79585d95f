package io.forwardpass.spark.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A column that is one literal all through: its dictionary has one value, and a page is one run of
 * that value's number, which takes no bits.
 */
final class LiteralColumn implements CopiedColumn {
  private final ColumnPages pages;
  private final DefinitionLevels levels;
  private final LiteralVector literal;

  /** As Parquet stores it; null for a null. */
  private final Object value;

  private final int pageRows;
  private int rows;

  private LiteralColumn(ColumnPages pages, LiteralVector literal, Object value) {
    this.pages = pages;
    this.levels = new DefinitionLevels(pages);
    this.literal = literal;
    this.value = value;
    this.pageRows = pages.rows(Integer.BYTES);
  }

  /**
   * A column of this literal, unless it is of the type that Parquet has no dictionaries for.
   *
   * @param value the literal as Parquet stores it; null for a null
   */
  static Optional<CopiedColumn> of(ColumnPages pages, LiteralVector literal, Object value) {
    return type(pages) == PrimitiveTypeName.BOOLEAN
        ? Optional.empty()
        : Optional.of(new LiteralColumn(pages, literal, value));
  }

  private static PrimitiveTypeName type(ColumnPages pages) {
    return pages.column().getPrimitiveType().getPrimitiveTypeName();
  }

  @Override
  public boolean takes(ColumnVector vector) {
    return vector.equals(literal);
  }

  @Override
  public void write(ColumnVector vector, int from, int rowsOfVector) throws IOException {
    for (int left = rowsOfVector; left > 0; ) {
      int run = Math.min(left, pageRows - rows);
      rows += run;
      left -= run;
      if (rows == pageRows) {
        endPage();
      }
    }
  }

  private void endPage() throws IOException {
    Statistics<?> statistics = pages.statistics();
    if (value == null) {
      for (int row = 0; row < rows; row++) {
        levels.absent();
      }
      statistics.incrementNumNulls(rows);
      pages.write(levels, BytesInput.empty(), rows, statistics, 0, Encoding.PLAIN);
    } else {
      levels.present(rows);
      update(statistics);
      pages.write(levels, run(rows), rows, statistics, unencodedBytes(), ColumnPages.DICTIONARY);
    }
    levels.clear();
    rows = 0;
  }

  private void update(Statistics<?> statistics) {
    if (value instanceof Integer number) {
      statistics.updateStats(number);
    } else if (value instanceof Long number) {
      statistics.updateStats(number);
    } else if (value instanceof Float number) {
      statistics.updateStats(number);
    } else if (value instanceof Double number) {
      statistics.updateStats(number);
    } else {
      statistics.updateStats((Binary) value);
    }
  }

  /** The bits of a number in the dictionary, none, and one run of the only number. */
  private static BytesInput run(int length) throws IOException {
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    run.write(0);
    BytesUtils.writeUnsignedVarInt(length << 1, run);
    return BytesInput.from(run);
  }

  private long unencodedBytes() {
    return type(pages) == PrimitiveTypeName.BINARY ? (long) rows * ((Binary) value).length() : 0;
  }

  @Override
  public long bufferedBytes() {
    return pages.size();
  }

  @Override
  public void finish() throws IOException {
    if (rows > 0) {
      endPage();
    }
    if (value != null) {
      pages.writeDictionary(BytesInput.from(plain()), 1);
    }
  }

  /** The value as PLAIN pages, and dictionaries, hold it. */
  private ByteBuffer plain() {
    if (value instanceof Integer number) {
      return littleEndian(Integer.BYTES).putInt(number).flip();
    } else if (value instanceof Long number) {
      return littleEndian(Long.BYTES).putLong(number).flip();
    } else if (value instanceof Float number) {
      return littleEndian(Float.BYTES).putFloat(number).flip();
    } else if (value instanceof Double number) {
      return littleEndian(Double.BYTES).putDouble(number).flip();
    }
    byte[] bytes = ((Binary) value).getBytes();
    return type(pages) == PrimitiveTypeName.BINARY
        ? littleEndian(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).flip()
        : ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
