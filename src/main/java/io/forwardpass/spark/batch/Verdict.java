package io.forwardpass.spark.batch;

/** What becomes of a row; of two verdicts the later one here holds. */
enum Verdict {
  SCORED,
  /** Kept, with null predictions. */
  UNSCORED,
  DROPPED,
  QUARANTINED;

  /** What becomes of a row that cannot be scored, where that does not end the run. */
  static Verdict of(OnInvalid onInvalid) {
    return switch (onInvalid) {
      case FAIL -> throw new IllegalStateException("the run fails");
      case NULL -> UNSCORED;
      case DROP -> DROPPED;
      case QUARANTINE -> QUARANTINED;
    };
  }
}
