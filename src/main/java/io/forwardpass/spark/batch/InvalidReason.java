package io.forwardpass.spark.batch;

import java.util.OptionalInt;

/** Why a row cannot be scored. */
public enum InvalidReason {
  NULL("null", "a null"),
  NAN("NaN", "NaN"),
  INFINITE("infinite", "a value that is infinite as a float"),
  LENGTH("length", "an array of the wrong length"),
  INDEX("index", "a number that is no index of the model's embedding"),
  RANGE("range", "a number outside its range");

  private final String key;
  private final String phrase;

  InvalidReason(String key, String phrase) {
    this.key = key;
    this.phrase = phrase;
  }

  /**
   * Why a number cannot be scored; null where it can. Indices are truncated toward zero, as Keras
   * does.
   *
   * @param indices where the inputs are indices, one more than the largest
   * @param range of the feature
   */
  static InvalidReason of(float value, OptionalInt indices, Range range) {
    if (!Float.isFinite(value)) {
      return Float.isNaN(value) ? NAN : INFINITE;
    } else if (indices.isPresent() && (value <= -1 || value >= indices.getAsInt())) {
      return INDEX;
    }
    return range.contains(value) ? null : RANGE;
  }

  /** Whether the row has no values of the feature at all, rather than wrong ones. */
  boolean isAbsence() {
    return this == NULL || this == LENGTH;
  }

  /** As reports spell it. */
  public String key() {
    return key;
  }

  String phrase() {
    return phrase;
  }
}
