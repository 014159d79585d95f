package io.forwardpass.spark.batch;

/** Why a row cannot be scored, or what is wrong with a value of it. */
public enum InvalidReason {
  NULL("null", "a null"),
  NAN("NaN", "NaN"),
  INFINITE("infinite", "a value that is infinite as a float"),
  LENGTH("length", "an array of the wrong length"),
  INDEX("index", "a number that is no index of the model's embedding"),
  RANGE("range", "a number outside its range"),
  VALUE("value", "a number that is none of the values allowed"),
  /** Of no feature: the model makes NaN or an infinity of a row that could be scored. */
  OUTPUT("output not finite", "what gives an output that is not finite");

  private final String key;
  private final String phrase;

  InvalidReason(String key, String phrase) {
    this.key = key;
    this.phrase = phrase;
  }

  /** Whether there is a number, which a model can score. */
  boolean isNumber() {
    return this == RANGE || this == VALUE;
  }

  /** As reports spell it. */
  public String key() {
    return key;
  }

  String phrase() {
    return phrase;
  }
}
