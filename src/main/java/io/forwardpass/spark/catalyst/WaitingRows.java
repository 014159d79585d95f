package io.forwardpass.spark.catalyst;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/** Rows kept as their bytes, one behind the other, in arrays that grow once and are used again. */
final class WaitingRows {
  /** So much waits at most, and one row more: few rows of many megabytes, or many small ones. */
  private static final int ENOUGH = 1 << 25;

  private final UnsafeRow view;
  private byte[] bytes = new byte[1 << 16];
  private int[] ends = new int[1 << 8];
  private int rows;

  WaitingRows(int fields) {
    this.view = new UnsafeRow(fields);
  }

  void clear() {
    rows = 0;
  }

  boolean isFull() {
    return start(rows) >= ENOUGH;
  }

  void add(UnsafeRow row) {
    int start = start(rows);
    int end = Math.addExact(start, row.getSizeInBytes());
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, 2L * end));
    }
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, 2 * rows);
    }
    row.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + start);
    ends[rows] = end;
    rows++;
  }

  /** Row number {@code index}; the same object each time. */
  UnsafeRow row(int index) {
    int start = start(index);
    view.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + start, ends[index] - start);
    return view;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
