package io.forwardpass.spark.batch;

/** What becomes of a row; of two verdicts the later one here holds. */
enum Verdict {
  SCORED,
  /** Kept, with null predictions. */
  UNSCORED,
  DROPPED,
  QUARANTINED
}
