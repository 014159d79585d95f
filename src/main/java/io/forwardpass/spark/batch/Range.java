package io.forwardpass.spark.batch;

import java.io.Serializable;

/** The values that a feature may have, both ends included. */
public record Range(double min, double max) implements Serializable {
  public static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** As floats, which a value of a float column reaches an end as. */
  boolean contains(float value) {
    return value >= (float) min && value <= (float) max;
  }

  @Override
  public String toString() {
    return "[%s, %s]".formatted(min, max);
  }
}
