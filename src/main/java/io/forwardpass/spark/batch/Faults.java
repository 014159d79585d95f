package io.forwardpass.spark.batch;

import java.util.Arrays;

/** Which of the rows at hand cannot be scored. */
final class Faults {
  private final Scoring scoring;
  private final boolean[] faulty;
  private int invalidRows;

  Faults(Scoring scoring, int rows) {
    this.scoring = scoring;
    this.faulty = new boolean[rows];
  }

  boolean valid(int row) {
    return !faulty[row];
  }

  int invalidRows() {
    return invalidRows;
  }

  /** The values that a feature may have. */
  Range range(int feature) {
    return scoring.features().get(feature).range();
  }

  /** Forgets the rows before. */
  void clear() {
    if (invalidRows > 0) {
      Arrays.fill(faulty, false);
      invalidRows = 0;
    }
  }

  /** Marks a row; a row counts once, for the first fault found. */
  void add(int row, int feature, InvalidReason reason) {
    if (scoring.onInvalid() == OnInvalid.FAIL) {
      throw new InvalidRowException(scoring, feature, reason);
    }
    if (!faulty[row]) {
      faulty[row] = true;
      invalidRows++;
      scoring.counts().invalid(feature, reason);
    }
  }
}
