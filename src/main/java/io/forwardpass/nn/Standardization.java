package io.forwardpass.nn;

import java.util.Arrays;

/**
 * Divides the elements of each group by a measure of their spread, in place.
 *
 * @param groups the elements that are measured together
 * @param elements of all groups
 * @param centered whether the group's mean is taken off
 */
record Standardization(Groups groups, int elements, Spread spread, boolean centered, float epsilon)
    implements Operation {

  /** What the elements are divided by. */
  enum Spread {
    /** {@code sqrt(variance + epsilon)}. */
    DEVIATION,
    /** {@code sqrt(mean of squares + epsilon)}. */
    ROOT_MEAN_SQUARE,
    /** {@code max(sqrt(sum of squares), epsilon)}. */
    LENGTH
  }

  @Override
  public int outputColumns() {
    return elements;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public int scratchFloats(int rows) {
    return 2 * Scratch.reserved(rows);
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    int means = scratch.reserve(rows);
    int factors = scratch.reserve(rows);
    for (int group = 0; group < groups.count(); group++) {
      run(groups.elements(group), outputs, rows, scratch.floats(), means, factors);
    }
    scratch.release(means);
  }

  private void run(int[] group, Columns x, int rows, float[] floats, int means, int factors) {
    Arrays.fill(floats, means, means + rows, 0f);
    if (spread == Spread.DEVIATION) {
      for (int element : group) {
        add(x.values(), x.at(element), floats, means, rows);
      }
      scale(floats, means, 1f / group.length, rows);
    }
    Arrays.fill(floats, factors, factors + rows, 0f);
    for (int element : group) {
      addSquares(x.values(), x.at(element), floats, means, factors, rows);
    }
    for (int row = 0; row < rows; row++) {
      floats[factors + row] = factor(floats[factors + row], group.length);
    }
    if (!centered) {
      Arrays.fill(floats, means, means + rows, 0f);
    }
    for (int element : group) {
      apply(x.values(), x.at(element), floats, means, factors, rows);
    }
  }

  private float factor(float squares, int count) {
    double root =
        switch (spread) {
          case DEVIATION, ROOT_MEAN_SQUARE -> Math.sqrt(squares / count + epsilon);
          case LENGTH -> Math.max(Math.sqrt(squares), epsilon);
        };
    return (float) (1 / root);
  }

  private static void add(float[] x, int from, float[] sums, int to, int rows) {
    for (int row = 0; row < rows; row++) {
      sums[to + row] += x[from + row];
    }
  }

  private static void scale(float[] values, int from, float factor, int rows) {
    for (int row = 0; row < rows; row++) {
      values[from + row] *= factor;
    }
  }

  private static void addSquares(
      float[] x, int from, float[] floats, int means, int sums, int rows) {
    for (int row = 0; row < rows; row++) {
      float difference = x[from + row] - floats[means + row];
      floats[sums + row] += difference * difference;
    }
  }

  private static void apply(float[] x, int from, float[] floats, int means, int factors, int rows) {
    for (int row = 0; row < rows; row++) {
      x[from + row] = (x[from + row] - floats[means + row]) * floats[factors + row];
    }
  }
}
