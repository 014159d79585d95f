package io.forwardpass.spark.batch;

/** Why a row cannot be scored. */
public enum InvalidReason {
  NULL("null", "a null"),
  NAN("NaN", "NaN"),
  INFINITE("infinite", "a value that is infinite as a float"),
  LENGTH("length", "an array of the wrong length");

  private final String key;
  private final String phrase;

  InvalidReason(String key, String phrase) {
    this.key = key;
    this.phrase = phrase;
  }

  /** As reports spell it. */
  public String key() {
    return key;
  }

  String phrase() {
    return phrase;
  }
}
