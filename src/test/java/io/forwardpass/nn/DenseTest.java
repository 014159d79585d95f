package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.assertClose;
import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class DenseTest {

  /** Inputs 1, 2; unit 0 weighs them 3, 4 and unit 1 weighs them 5, 6. */
  private static final Tensor KERNEL = Tensor.of(Shape.of(2, 2), 3, 5, 4, 6);

  private static Dense dense(ActivationFunction activation, float... bias) {
    return new Dense("dense", activation, true, KERNEL, Tensor.of(Shape.of(2), bias));
  }

  @Test
  void sumsWeightedInputsAndBias() {
    Sequential model = network(Shape.of(2), dense(NamedActivation.LINEAR, 10, 20));
    assertArrayEquals(new float[] {21, 37, 10, 20, 13, 25}, forward(model, 1, 2, 0, 0, 1, 0));
  }

  @Test
  void appliesItsActivation() {
    Sequential model = network(Shape.of(2), dense(NamedActivation.RELU, -11, -18));
    assertArrayEquals(new float[] {0, 0, 7, 10}, forward(model, 1, 1, 2, 3));
  }

  @Test
  void contractsTheLastAxisOfAnyRank() {
    Sequential model = network(Shape.of(2, 1, 2), dense(NamedActivation.LINEAR, 0, 0));
    assertArrayEquals(new float[] {11, 17, 25, 39}, forward(model, 1, 2, 3, 4));
  }

  @Test
  void passesActivationLayersOn() {
    Sequential model = network(Shape.of(2), dense(new LeakyReLU("leaky", 0.5f), -31, 0));
    assertArrayEquals(new float[] {-10, 17}, forward(model, 1, 2));
  }

  @Test
  void gluHalvesTheUnits() {
    Sequential model = network(Shape.of(2), dense(NamedActivation.GLU, 0, -17));
    assertArrayEquals(new float[] {5.5f}, forward(model, 1, 2));
  }

  /** Keras 3.15.1 on TensorFlow 2.21. */
  @Test
  void agreesWithKeras() {
    float[] kernel = new float[12];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = 0.1f * (i % 7 - 3);
    }
    Dense dense =
        new Dense(
            "dense",
            NamedActivation.SOFTMAX,
            true,
            Tensor.of(Shape.of(4, 3), kernel),
            Tensor.of(Shape.of(3), -0.2f, -0.1f, 0));
    assertClose(
        new float[] {0.316812f, 0.333056f, 0.350132f},
        forward(network(Shape.of(4), dense), -0.5f, -0.25f, 0, 0.25f),
        1e-6);
  }
}
