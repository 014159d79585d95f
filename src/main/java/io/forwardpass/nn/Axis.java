package io.forwardpass.nn;

import java.util.List;

/** Keras' numbering of axes: 0 is the batch axis, negative numbers count from the end. */
final class Axis {
  private Axis() {}

  /** The axis within one row's tensor, counted from 0; the batch axis and unknown axes throw. */
  static int within(Shape shape, int axis, String layer) {
    int rank = shape.rank() + 1;
    int resolved = axis < 0 ? axis + rank : axis;
    if (resolved < 1 || resolved >= rank) {
      throw new InvalidLayerException(
          "layer '%s' works on axis %s; an input of shape %s has axes 1 to %s (0 is the batch)"
              .formatted(layer, axis, shape, rank - 1));
    }
    return resolved - 1;
  }

  /** Several axes, none of them twice, in order. */
  static List<Integer> within(Shape shape, List<Integer> axes, String layer) {
    List<Integer> resolved =
        axes.stream().map(axis -> within(shape, axis, layer)).distinct().sorted().toList();
    if (resolved.isEmpty() || resolved.size() != axes.size()) {
      throw new InvalidLayerException(
          "layer '%s' works on the axes %s of an input of shape %s; one axis or more are needed, each once"
              .formatted(layer, axes, shape));
    }
    return resolved;
  }
}
