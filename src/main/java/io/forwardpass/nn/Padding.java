package io.forwardpass.nn;

/** What stands beyond the edges of a tensor when a window moves over it. */
public enum Padding {
  /** Nothing: the window stays inside. */
  VALID,
  /**
   * Zeros, so many that {@code ceil(length / stride)} windows fit; where their number is odd, the
   * extra one is at the end, as TensorFlow has it.
   */
  SAME,
  /** Zeros before the first step alone, so that no output sees a later input. */
  CAUSAL
}
