package io.forwardpass.nn;

/**
 * A batch of rows, stored column by column: element {@code e} of row {@code r}'s tensor stands at
 * {@code values[at(e) + r]}. Elements are numbered in row-major order.
 *
 * <p>Columns are as far apart as the buffer has rows; a tile of a longer buffer starts at a row of
 * its own.
 */
final class Columns {
  private final float[] values;
  private final int stride;
  private int firstRow;

  Columns(float[] values, int stride) {
    this.values = values;
    this.stride = stride;
  }

  float[] values() {
    return values;
  }

  /** The distance from one element of a row to the next. */
  int stride() {
    return stride;
  }

  /** Where the tile's first row has its element {@code element}. */
  int at(int element) {
    return element * stride + firstRow;
  }

  void moveTo(int row) {
    firstRow = row;
  }
}
