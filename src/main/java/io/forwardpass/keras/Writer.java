package io.forwardpass.keras;

/**
 * The Keras that wrote a file: some names changed their meaning.
 *
 * @param version as recorded, {@code "unknown"} where it is not
 * @param major 1, 2 or 3
 */
record Writer(String version, int major) {
  static final String UNKNOWN = "unknown";

  static Writer of(String version, Place place) {
    int dot = version.indexOf('.');
    String major = dot < 0 ? version : version.substring(0, dot);
    return switch (major) {
      case "1", "2", "3" -> new Writer(version, Integer.parseInt(major));
      default ->
          throw place.unsupported(
              "it was written by Keras '%s'; Keras 1, 2 and 3 are known".formatted(version));
    };
  }
}
