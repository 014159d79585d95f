package io.forwardpass.nn;

/** How {@link Bidirectional} puts its two outputs together. */
public enum MergeMode {
  /** Side by side, forwards first. */
  CONCAT,
  SUM,
  /** The mean. */
  AVE,
  /** The product. */
  MUL
}
