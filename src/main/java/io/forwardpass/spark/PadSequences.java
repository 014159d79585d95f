package io.forwardpass.spark;

/** What becomes of sequences that are shorter than the model is run for. */
public enum PadSequences {
  /** Nothing: rows of one length are scored together. */
  NONE,
  /** Steps of zeros before their own. */
  PRE,
  /** Steps of zeros behind their own. */
  POST
}
