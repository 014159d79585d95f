package io.forwardpass.spark.batch;

/** Which of the rows that come in go on. */
public enum Selection {
  ALL,
  /** Those that are neither dropped nor quarantined. */
  KEPT,
  QUARANTINED;

  boolean contains(Verdict verdict) {
    return switch (this) {
      case ALL -> true;
      case KEPT -> verdict.compareTo(Verdict.DROPPED) < 0;
      case QUARANTINED -> verdict == Verdict.QUARANTINED;
    };
  }
}
