package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** NumPy's broadcasting of a smaller tensor over one row's tensor, from the last axis on. */
final class Broadcast {
  private Broadcast() {}

  /**
   * Throws {@link InvalidLayerException} unless {@code small} broadcasts to exactly {@code shape}.
   */
  static void check(Shape small, Shape shape, String what) {
    boolean fits = small.rank() <= shape.rank();
    for (int back = 1; fits && back <= small.rank(); back++) {
      int length = small.dim(small.rank() - back);
      fits = length == 1 || length == shape.dim(shape.rank() - back);
    }
    if (!fits) {
      throw new InvalidLayerException(
          "%s of shape %s does not broadcast over an input of shape %s"
              .formatted(what, small, shape));
    }
  }

  /** {@code small}'s value for each element of {@code shape}, in row-major order. */
  static Tensor expand(Tensor small, Shape shape) {
    float[] expanded = new float[shape.size()];
    for (int element = 0; element < expanded.length; element++) {
      int rest = element;
      int index = 0;
      int stride = 1;
      for (int back = 1; back <= shape.rank(); back++) {
        int length = shape.dim(shape.rank() - back);
        if (back <= small.shape().rank()) {
          int own = small.shape().dim(small.shape().rank() - back);
          index += own == 1 ? 0 : rest % length * stride;
          stride *= own;
        }
        rest /= length;
      }
      expanded[element] = small.values()[index];
    }
    return Tensor.of(shape, expanded);
  }

  /** For each element of {@code shape}, the value of its place on one axis, counted from 0. */
  static Tensor along(int axis, float[] values, Shape shape) {
    List<Integer> dims = new ArrayList<>(Collections.nCopies(shape.rank(), 1));
    dims.set(axis, values.length);
    return expand(Tensor.of(new Shape(dims), values), shape);
  }
}
