package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Tensor;

/** Variances are at least 0: a root is taken of each. */
final class Variances {
  private Variances() {}

  static void check(Tensor variances, String className, String layer) {
    for (float variance : variances.values()) {
      if (variance < 0) {
        throw new InvalidLayerException(
            "%s '%s' has a negative variance, %s".formatted(className, layer, variance));
      }
    }
  }
}
