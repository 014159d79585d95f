package io.forwardpass.nn;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names that Keras gives layers: {@code dense}, {@code dense_1}, {@code conv2d}.
 *
 * <p>Source: {@code keras/src/utils/naming.py}.
 */
public final class LayerNames {
  private final Map<String, Integer> used = new HashMap<>();

  /** The next name for a layer of that class. */
  String next(String className) {
    String base = snakeCase(className);
    int number = used.merge(base, 1, Integer::sum) - 1;
    return number == 0 ? base : base + "_" + number;
  }

  /** {@code MaxPooling2D} becomes {@code max_pooling2d}. */
  public static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
