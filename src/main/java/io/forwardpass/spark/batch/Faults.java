package io.forwardpass.spark.batch;

import java.util.Arrays;
import java.util.Optional;

/** Which of the rows at hand cannot be scored. */
final class Faults {
  private final Scoring scoring;
  private final boolean[] faulty;
  private final Optional<AbsentValues> absent;
  private int invalidRows;

  Faults(Scoring scoring, int rows) {
    this.scoring = scoring;
    this.faulty = new boolean[rows];
    this.absent = scoring.histograms().map(histograms -> new AbsentValues(histograms, rows));
  }

  boolean valid(int row) {
    return !faulty[row];
  }

  int invalidRows() {
    return invalidRows;
  }

  /** The values that rows do not have, where features are counted. */
  Optional<AbsentValues> absent() {
    return absent;
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
      absent.ifPresent(AbsentValues::clear);
    }
  }

  /** Marks a row; a row counts once, for the first fault found. */
  void add(int row, int feature, InvalidReason reason) {
    if (scoring.onInvalid() == OnInvalid.FAIL) {
      throw new InvalidRowException(scoring, feature, reason);
    }
    if (absent.isPresent() && reason.isAbsence()) {
      absent.get().add(row, feature, reason);
    }
    if (!faulty[row]) {
      faulty[row] = true;
      invalidRows++;
      scoring.counts().invalid(feature, reason);
    }
  }
}
