package io.forwardpass.nn;

import java.util.Arrays;

/**
 * A layer's weight: float32 values in row-major order with their shape.
 *
 * <p>Immutable by contract: the array is shared, never copied, and nobody writes to it once the
 * tensor is made.
 */
public final class Tensor {
  private final Shape shape;
  private final float[] values;

  private Tensor(Shape shape, float[] values) {
    if (values.length != shape.size()) {
      throw new InvalidLayerException(
          "a tensor of shape "
              + shape
              + " needs "
              + shape.size()
              + " values, not "
              + values.length);
    }
    this.shape = shape;
    this.values = values;
  }

  /** Takes ownership of {@code values}. */
  public static Tensor of(Shape shape, float... values) {
    return new Tensor(shape, values);
  }

  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[shape.size()]);
  }

  public static Tensor ones(Shape shape) {
    float[] values = new float[shape.size()];
    Arrays.fill(values, 1f);
    return new Tensor(shape, values);
  }

  public Shape shape() {
    return shape;
  }

  /** The values themselves, read-only by contract. */
  public float[] values() {
    return values;
  }

  public int size() {
    return values.length;
  }

  @Override
  public String toString() {
    return "float32" + shape;
  }
}
