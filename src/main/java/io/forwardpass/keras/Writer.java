package io.forwardpass.keras;

import io.forwardpass.nn.MaskPassing;
import java.util.function.Supplier;

/**
 * The Keras that wrote a file: some names changed their meaning.
 *
 * @param version as recorded, {@code "unknown"} where it is not
 * @param major 1, 2 or 3
 * @param backend what Keras computed with, as recorded; empty where it is not known
 * @param isGuessed whether the backend is a guess
 */
record Writer(String version, int major, String backend, boolean isGuessed) {
  static final String UNKNOWN = "unknown";

  Writer(String version, int major, String backend) {
    this(version, major, backend, false);
  }

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

  /** The same, with what the user says that it computed with. */
  Writer computingWith(ModelBackend said, Place place) {
    if (said == ModelBackend.AUTO) {
      return this;
    } else if (said == ModelBackend.THEANO && major > 2) {
      throw place.invalid(
          "it was written by Keras %s, which never computed with theano; leave the model's backend to the file"
              .formatted(version));
    }
    return new Writer(version, major, said.spelling());
  }

  /** The same, with a guess where no backend is recorded. */
  Writer guessing(Supplier<ModelBackend> guess) {
    return backend.isEmpty() && major < 3
        ? new Writer(version, major, guess.get().spelling(), true)
        : this;
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
