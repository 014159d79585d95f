package io.forwardpass.nn;

/**
 * Any shape to one axis, in row-major order; with {@code channels_first} and a rank of 3 or more
 * (batch axis included) the channel axis first moves to the end.
 */
public record Flatten(String name, DataFormat dataFormat) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }
}
