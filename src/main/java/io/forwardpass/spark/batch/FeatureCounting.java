package io.forwardpass.spark.batch;

import java.util.Arrays;

/**
 * Counts the features of the rows at hand as they come, whatever is made of their values. For one
 * thread.
 */
final class FeatureCounting {
  private static final boolean[] NONE = {};

  private final FeatureHistograms histograms;
  private final int rows;
  private final int[] firsts;

  /** By feature, then row: it has no value at all. */
  private final boolean[][] absent;

  /** By element, then row: the matrix does not hold the value that came. Made when needed. */
  private final boolean[][] settled;

  private boolean any;

  /**
   * @param firsts the first element of each feature, and the number of all elements
   * @param rows the most at a time
   */
  FeatureCounting(FeatureHistograms histograms, int[] firsts, int rows) {
    this.histograms = histograms;
    this.rows = rows;
    this.firsts = firsts.clone();
    this.absent = new boolean[firsts.length - 1][];
    this.settled = new boolean[firsts[firsts.length - 1]][];
    Arrays.fill(settled, NONE);
    Arrays.fill(absent, NONE);
  }

  /** Forgets the rows before. */
  void clear() {
    if (any) {
      Arrays.fill(settled, NONE);
      Arrays.fill(absent, NONE);
      any = false;
    }
  }

  private boolean[] marked(boolean[][] marks, int index) {
    if (marks[index].length == 0) {
      marks[index] = new boolean[rows];
      any = true;
    }
    return marks[index];
  }

  /** A row that has no value of a feature, or not all of an array's, counts once. */
  void absent(int row, int feature, InvalidReason reason) {
    boolean[] rowsWithout = marked(absent, feature);
    if (!rowsWithout[row]) {
      rowsWithout[row] = true;
      histograms.absent(feature, reason);
      for (int element = firsts[feature]; element < firsts[feature + 1]; element++) {
        marked(settled, element)[row] = true;
      }
    }
  }

  /** A value that is not sound, before something may stand in its place. */
  void unsound(int row, int feature, int element, float value) {
    boolean[] done = marked(settled, element);
    if (!done[row]) {
      done[row] = true;
      histograms.value(feature, value);
    }
  }

  /** Counts the rows that were brought in. */
  void count(Tile tile, int number) {
    for (int feature = 0; feature < absent.length; feature++) {
      histograms.rows(feature, number);
      for (int element = firsts[feature]; element < firsts[feature + 1]; element++) {
        histograms.values(
            feature, tile.inputs(), element * tile.stride(), number, settled[element]);
      }
    }
  }
}
