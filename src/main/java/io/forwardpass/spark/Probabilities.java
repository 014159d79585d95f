package io.forwardpass.spark;

/** How the class probabilities are written. */
public enum Probabilities {
  /** One float column a class: {@code probability_<label>}. */
  COLUMNS,
  /** One {@code array<float>} column: {@code probabilities}. */
  ARRAY,
  /** Not at all: the prediction alone. */
  NONE
}
