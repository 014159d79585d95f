package io.forwardpass.nn;

import java.util.Optional;

/**
 * What goes from one layer to the next, for one row: a tensor, and the mask that Keras carries
 * beside it where a layer before has made one.
 *
 * @param shape of the tensor
 * @param mask the shape of the mask, which says which of the tensor's steps count
 */
record Signal(Shape shape, Optional<Shape> mask) {

  static Signal of(Shape shape) {
    return new Signal(shape, Optional.empty());
  }

  /** What comes out of {@code layer}. */
  Signal through(Layer layer) {
    return new Signal(layer.outputShape(shape), layer.outputMask(this));
  }
}
