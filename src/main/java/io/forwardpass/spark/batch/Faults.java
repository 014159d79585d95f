package io.forwardpass.spark.batch;

import java.util.Arrays;
import java.util.OptionalInt;

/** What becomes of the rows at hand, and why. */
final class Faults {
  /** Stands for the feature where the features of a row are sound, and its outputs are not. */
  static final int NO_FEATURE = -1;

  private final Scoring scoring;
  private final FeatureCheck[] checks;
  private final Verdict[] verdicts;
  private final int[] features;
  private final InvalidReason[] reasons;
  private boolean anyFault;
  private int invalidRows;

  /**
   * @param indices where the inputs are indices, one more than the largest
   */
  Faults(Scoring scoring, int rows, OptionalInt indices) {
    this.scoring = scoring;
    this.checks =
        scoring.features().stream()
            .map(feature -> new FeatureCheck(feature.expectations(), scoring.onInvalid(), indices))
            .toArray(FeatureCheck[]::new);
    this.verdicts = new Verdict[rows];
    Arrays.fill(verdicts, Verdict.SCORED);
    this.features = new int[rows];
    this.reasons = new InvalidReason[rows];
  }

  /** How the values of a feature are checked. */
  FeatureCheck check(int feature) {
    return checks[feature];
  }

  /** Whether a row can be scored. */
  boolean valid(int row) {
    return verdicts[row] == Verdict.SCORED;
  }

  Verdict verdict(int row) {
    return verdicts[row];
  }

  /**
   * The feature that decided what becomes of a row that cannot be scored; {@link #NO_FEATURE} where
   * its outputs did.
   */
  int feature(int row) {
    return features[row];
  }

  /** What was wrong with that feature, or with the outputs. */
  InvalidReason reason(int row) {
    return reasons[row];
  }

  int invalidRows() {
    return invalidRows;
  }

  /** Forgets the rows before. */
  void clear() {
    if (anyFault) {
      Arrays.fill(verdicts, Verdict.SCORED);
      anyFault = false;
      invalidRows = 0;
    }
  }

  /**
   * Notes that a value of a row is not sound.
   *
   * @return what stands for it in the model's inputs
   */
  float settle(int row, int feature, float value, InvalidReason reason) {
    FeatureCheck check = checks[feature];
    scoring.counts().unmet(feature, reason, 1);
    switch (check.consequence(reason)) {
      case FAIL -> throw new InvalidRowException(scoring, feature, reason);
      case COUNT -> {
        return value;
      }
      case REPLACE -> {
        // by what is returned below
      }
      case UNSCORED -> decide(row, Verdict.UNSCORED, feature, reason);
      case DROP -> decide(row, Verdict.DROPPED, feature, reason);
      case QUARANTINE -> decide(row, Verdict.QUARANTINED, feature, reason);
    }
    return check.sound();
  }

  /** Notes that a row, which was valid until now, has outputs that are not finite. */
  void notFinite(int row) {
    Verdict verdict = Verdict.of(scoring.onInvalid());
    decide(row, verdict, NO_FEATURE, InvalidReason.OUTPUT);
    invalidRows++;
    scoring.counts().notFinite(verdict);
  }

  /** Counts values that were replaced on the way. */
  void replaced(int feature, InvalidReason reason, int values) {
    scoring.counts().unmet(feature, reason, values);
  }

  /** The first of the gravest faults decides. */
  private void decide(int row, Verdict verdict, int feature, InvalidReason reason) {
    if (verdict.compareTo(verdicts[row]) > 0) {
      verdicts[row] = verdict;
      features[row] = feature;
      reasons[row] = reason;
      anyFault = true;
    }
  }

  /** Counts the rows at hand that cannot be scored, once all features have been looked at. */
  void count(int rows) {
    for (int row = 0; anyFault && row < rows; row++) {
      if (!valid(row)) {
        invalidRows++;
        scoring.counts().invalid(features[row], reasons[row], verdicts[row]);
      }
    }
  }
}
