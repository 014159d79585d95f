package io.forwardpass.nn;

/**
 * A batch of rows, stored column by column: element {@code e} of row {@code r}'s tensor stands at
 * {@code values[at(e) + r]}. Elements are numbered in row-major order.
 *
 * <p>Columns are as far apart as the buffer has rows; a tile of a longer buffer starts at a row of
 * its own, and a part of a tensor at an element of its own.
 */
final class Columns {
  private final float[] values;
  private final int stride;
  private final int base;
  private int first;

  Columns(float[] values, int stride) {
    this(values, 0, stride);
  }

  /**
   * @param base where the first element of the first row stands
   */
  Columns(float[] values, int base, int stride) {
    this.values = values;
    this.base = base;
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
    return base + first + element * stride;
  }

  /** The same numbers, to be moved about apart from these. */
  Columns view() {
    return new Columns(values, base + first, stride);
  }

  void moveTo(int row) {
    first = row;
  }

  void moveToElement(int element) {
    first = element * stride;
  }
}
