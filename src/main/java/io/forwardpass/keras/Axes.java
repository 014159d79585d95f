package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Shape;

/** Keras' numbering of axes: 0 is the batch axis, negative numbers count from the end. */
final class Axes {
  private Axes() {}

  /** The axis within one row's tensor, counted from 0. */
  static int within(Shape input, int axis, String layer) {
    int resolved = (axis < 0 ? axis + input.rank() + 1 : axis) - 1;
    if (resolved < 0 || resolved >= input.rank()) {
      throw new InvalidLayerException(
          "layer '%s' works on axis %d; an input of shape %s has axes 1 to %d (0 is the batch)"
              .formatted(layer, axis, input, input.rank()));
    }
    return resolved;
  }
}
