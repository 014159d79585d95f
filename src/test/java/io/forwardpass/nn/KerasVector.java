package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.assertClose;
import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;

/** Small layers whose outputs Keras 3.15.1 computed on TensorFlow 2.21, in single precision. */
final class KerasVector {
  private KerasVector() {}

  /** Element {@code t} of weight {@code number} is {@code 0.1 · ((t + number) mod 7 − 3)}. */
  static Tensor weight(int number, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int t = 0; t < values.length; t++) {
      values[t] = 0.1f * ((t + number) % 7 - 3);
    }
    return Tensor.of(shape, values);
  }

  /** Element {@code t} of the input is {@code 0.25 · (t mod 5 − 2)}. */
  static float[] input(int count) {
    float[] values = new float[count];
    for (int t = 0; t < count; t++) {
      values[t] = 0.25f * (t % 5 - 2);
    }
    return values;
  }

  static void check(Layer layer, Shape input, float... expected) {
    assertClose(expected, forward(network(input, layer), input(input.size())), 1e-6);
  }
}
