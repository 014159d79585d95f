package io.forwardpass.spark.batch;

/** What becomes of a row, or of its value, that does not meet an expectation. */
public enum Policy {
  /**
   * The row is kept and counted: scored with the value as it is, where that can be, and with null
   * predictions elsewhere.
   */
  EXPECT,
  /** The row is dropped. */
  DROP,
  /** The row is not scored, and goes to the quarantine. */
  QUARANTINE,
  /** The job fails and names the column and the reason. */
  FAIL,
  /** The value is replaced, and counted. */
  IMPUTE
}
