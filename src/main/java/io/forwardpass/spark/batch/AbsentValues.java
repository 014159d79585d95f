package io.forwardpass.spark.batch;

import java.util.Arrays;

/** Which of the rows at hand have no value of a feature; counts those that have one. */
final class AbsentValues {
  private static final boolean[] NONE = {};

  private final FeatureHistograms histograms;
  private final boolean[][] absent;
  private final boolean[] any;

  /**
   * @param rows the most at a time
   */
  AbsentValues(FeatureHistograms histograms, int rows) {
    this.histograms = histograms;
    this.absent = new boolean[histograms.features()][rows];
    this.any = new boolean[absent.length];
  }

  /** Forgets the rows before. */
  void clear() {
    for (int feature = 0; feature < absent.length; feature++) {
      if (any[feature]) {
        Arrays.fill(absent[feature], false);
        any[feature] = false;
      }
    }
  }

  /** Marks a row, which counts once. */
  void add(int row, int feature, InvalidReason reason) {
    if (!absent[feature][row]) {
      absent[feature][row] = true;
      any[feature] = true;
      histograms.absent(feature, reason);
    }
  }

  /**
   * Counts the features of the rows that were brought in.
   *
   * @param widths how many elements of the tile each feature fills
   */
  void count(Tile tile, int[] widths, int rows) {
    int element = 0;
    for (int feature = 0; feature < widths.length; feature++) {
      boolean[] without = any[feature] ? absent[feature] : NONE;
      histograms.rows(feature, rows);
      for (int end = element + widths[feature]; element < end; element++) {
        histograms.values(feature, tile.inputs(), element * tile.stride(), rows, without);
      }
    }
  }

  /** Counts a row of the only feature, whose values follow one another. */
  void count(float[] values, int from, int count) {
    histograms.rows(0, 1);
    histograms.values(0, values, from, count, NONE);
  }
}
