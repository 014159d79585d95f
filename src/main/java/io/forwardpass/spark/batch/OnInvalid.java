package io.forwardpass.spark.batch;

/**
 * What becomes of a row with a null, NaN or infinite feature, or an array of the wrong length. A
 * feature is infinite when it is so as a {@code float}. A feature's {@link Expectations} may say
 * otherwise. The same becomes of a row of which the model makes an output that is not finite.
 */
public enum OnInvalid {
  /** The job fails and names the column, or the output, and the reason. */
  FAIL,
  /** The row is kept, with null predictions. */
  NULL,
  /** The row is dropped. */
  DROP,
  /** The row has no scores, and goes to the quarantine. */
  QUARANTINE
}
