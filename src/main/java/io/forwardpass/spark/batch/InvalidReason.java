package io.forwardpass.spark.batch;

import java.util.OptionalInt;

/** Why a row cannot be scored. */
public enum InvalidReason {
  NULL("null", "a null"),
  NAN("NaN", "NaN"),
  INFINITE("infinite", "a value that is infinite as a float"),
  LENGTH("length", "an array of the wrong length"),
  INDEX("index", "a number that is no index of the model's embedding");

  private final String key;
  private final String phrase;

  InvalidReason(String key, String phrase) {
    this.key = key;
    this.phrase = phrase;
  }

  /**
   * Why a network cannot take a number; null where it can. Indices are truncated toward zero, as
   * Keras does.
   *
   * @param indices where the inputs are indices, one more than the largest
   */
  static InvalidReason of(float value, OptionalInt indices) {
    if (!Float.isFinite(value)) {
      return Float.isNaN(value) ? NAN : INFINITE;
    }
    return indices.isPresent() && (value <= -1 || value >= indices.getAsInt()) ? INDEX : null;
  }

  /** As reports spell it. */
  public String key() {
    return key;
  }

  String phrase() {
    return phrase;
  }
}
