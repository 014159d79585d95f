package io.forwardpass.spark.batch;

/** Which of the rows that come in go on. */
public enum Selection {
  ALL,
  /** Those that are neither dropped nor quarantined. */
  KEPT,
  QUARANTINED,
  /** Those of them whose features are not sound; the model is not run. */
  QUARANTINED_FEATURES;

  boolean contains(Verdict verdict) {
    return switch (this) {
      case ALL -> true;
      case KEPT -> verdict.compareTo(Verdict.DROPPED) < 0;
      case QUARANTINED, QUARANTINED_FEATURES -> verdict == Verdict.QUARANTINED;
    };
  }

  /** Whether it may take the model's outputs to tell them from others. */
  boolean runsModel(OnInvalid onInvalid) {
    return switch (this) {
      case ALL, QUARANTINED_FEATURES -> false;
      case KEPT -> onInvalid == OnInvalid.DROP || onInvalid == OnInvalid.QUARANTINE;
      case QUARANTINED -> onInvalid == OnInvalid.QUARANTINE;
    };
  }
}
