package io.forwardpass.keras;

import io.forwardpass.nn.MaskPassing;

/**
 * The Keras that wrote a file: some names changed their meaning.
 *
 * @param version as recorded, {@code "unknown"} where it is not
 * @param major 1, 2 or 3
 * @param backend what Keras computed with, as recorded; empty where it is not
 */
record Writer(String version, int major, String backend) {
  static final String UNKNOWN = "unknown";

  static Writer of(String version, String backend, Place place) {
    int dot = version.indexOf('.');
    String major = dot < 0 ? version : version.substring(0, dot);
    return switch (major) {
      case "1", "2", "3" -> new Writer(version, Integer.parseInt(major), backend);
      default ->
          throw place.unsupported(
              "it was written by Keras '%s'; Keras 1, 2 and 3 are known".formatted(version));
    };
  }

  boolean isTheano() {
    return backend.equals("theano");
  }

  /** What {@code Identity}, {@code Normalization} and {@code Rescaling} do with a mask. */
  MaskPassing maskPassing() {
    return major < 3 ? MaskPassing.DROPPED : MaskPassing.PASSED;
  }

  /** Whether it was Keras before it became a part of TensorFlow. */
  boolean isStandalone() {
    return major == 1 || version.matches("2\\.[0-3]\\.\\d+");
  }
}
