package io.forwardpass.spark.batch;

/**
 * What becomes of a row with a null, NaN or infinite feature, or an array of the wrong length. A
 * feature is infinite when it is so as a {@code float}. A feature's {@link Expectations} may say
 * otherwise.
 */
public enum OnInvalid {
  /** The job fails and names the column and the reason. */
  FAIL,
  /** The row is kept, with null predictions. */
  NULL,
  /** The row is dropped. */
  DROP,
  /** The row is not scored, and goes to the quarantine. */
  QUARANTINE
}
