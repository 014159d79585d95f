package io.forwardpass.spark.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.values.ValuesWriter;

/**
 * Which rows of a page have a value, for a column without nesting: nothing where the column is
 * required, one run where no row is null, and otherwise Parquet's hybrid of runs and bits.
 */
final class DefinitionLevels {
  private final ColumnPages pages;
  private final boolean required;

  /** Rows with a value before the first without one. */
  private int leading;

  /** From the first row without a value on; made when there is one. */
  private ValuesWriter levels;

  DefinitionLevels(ColumnPages pages) {
    this.pages = pages;
    this.required = pages.column().getMaxDefinitionLevel() == 0;
  }

  /** {@code rows} rows have a value. */
  void present(int rows) {
    if (levels == null) {
      leading += rows;
    } else {
      for (int row = 0; row < rows; row++) {
        levels.writeInteger(1);
      }
    }
  }

  /** A row has none. */
  void absent() {
    if (required) {
      throw new IllegalStateException("a null in the required column " + pages.column());
    }
    if (levels == null) {
      levels = pages.properties().newDefinitionLevelWriter(pages.column());
      for (int row = 0; row < leading; row++) {
        levels.writeInteger(1);
      }
    }
    levels.writeInteger(0);
  }

  /** As they stand at the start of a page of version 1: their length, then a run or the hybrid. */
  BytesInput encode() throws IOException {
    if (required) {
      return BytesInput.empty();
    }
    if (levels != null) {
      return levels.getBytes();
    }
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    BytesUtils.writeUnsignedVarInt(leading << 1, run);
    run.write(1);
    return BytesInput.concat(BytesInput.fromInt(run.size()), BytesInput.from(run));
  }

  long bufferedBytes() {
    return levels == null ? 0 : levels.getBufferedSize();
  }

  void clear() {
    leading = 0;
    if (levels != null) {
      levels.close();
      levels = null;
    }
  }
}
