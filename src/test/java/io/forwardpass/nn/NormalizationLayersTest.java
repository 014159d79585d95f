package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.assertClose;
import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** {@link BatchNormalization}, {@link Normalization} and {@link Rescaling}. */
class NormalizationLayersTest {

  private static Tensor vector(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  @Test
  void batchNormalizationWorksOnTheLastAxis() {
    BatchNormalization layer =
        new BatchNormalization(
            "normalization",
            -1,
            0,
            true,
            true,
            vector(2, 3),
            vector(10, 20),
            vector(1, 2),
            vector(4, 9));
    assertArrayEquals(
        new float[] {12, 21, 9, 16}, forward(network(Shape.of(2), layer), 3, 3, 0, -2));
  }

  @Test
  void batchNormalizationWorksOnAnyAxis() {
    BatchNormalization layer =
        new BatchNormalization(
            "normalization",
            1,
            0,
            true,
            true,
            vector(1, 1),
            vector(0, 0),
            vector(0, 10),
            vector(1, 1));
    assertArrayEquals(
        new float[] {1, 2, 3, -6, -5, -4},
        forward(network(Shape.of(2, 3), layer), 1, 2, 3, 4, 5, 6));
  }

  /** Keras 3.15.1 on TensorFlow 2.21. */
  @Test
  void batchNormalizationAgreesWithKeras() {
    BatchNormalization layer =
        new BatchNormalization(
            "normalization",
            -1,
            1e-3f,
            true,
            true,
            vector(-0.3f, -0.2f, -0.1f),
            vector(-0.2f, -0.1f, 0),
            vector(-0.1f, 0, 0.1f),
            vector(0.5f, 0.6f, 0.7f));
    assertClose(
        new float[] {-0.030464f, -0.035504f, 0.011944f},
        forward(network(Shape.of(3), layer), -0.5f, -0.25f, 0),
        1e-6);
  }

  @Test
  void normalizationSubtractsMeanAndDividesByDeviation() {
    Normalization layer = new Normalization("normalization", false, vector(1, 2), vector(4, 9), 3);
    assertArrayEquals(new float[] {1, -2}, forward(network(Shape.of(2), layer), 3, -4), 1e-6f);
  }

  @Test
  void normalizationInverted() {
    Normalization layer = new Normalization("normalization", true, vector(1, 2), vector(4, 9), 3);
    assertArrayEquals(new float[] {7, -10}, forward(network(Shape.of(2), layer), 3, -4));
  }

  @Test
  void normalizationBroadcastsAxesOfLengthOne() {
    Tensor mean = Tensor.of(Shape.of(2, 1), 1, 10);
    Normalization layer =
        new Normalization("normalization", false, mean, Tensor.ones(Shape.of(2, 1)), 3);
    assertArrayEquals(
        new float[] {0, 1, -7, -6}, forward(network(Shape.of(2, 2), layer), 1, 2, 3, 4));
  }

  /** Keras divides by {@code max(deviation, 1e-7)}. */
  @Test
  void normalizationOfAConstant() {
    Normalization layer = new Normalization("normalization", false, vector(1), vector(0), 3);
    assertArrayEquals(new float[] {0, 1e7f}, forward(network(Shape.of(1), layer), 1, 2), 1);
  }

  /** As {@code x · (1 / σ) − μ / σ} in single precision, the answer would be 0.0078. */
  @Test
  void normalizationKeepsDigitsWhereTheMeanIsLarge() {
    Normalization layer =
        new Normalization("normalization", false, vector(1_000_000), vector(900), 3);
    assertArrayEquals(
        new float[] {0.0625f / 30},
        forward(network(Shape.of(1), layer), 1_000_000 + 0.0625f),
        1e-9f);
  }

  @Test
  void rescaling() {
    Rescaling layer = new Rescaling("rescaling", vector(2), vector(-1));
    assertArrayEquals(new float[] {1, 3, 5}, forward(network(Shape.of(3), layer), 1, 2, 3));
  }

  @Test
  void rescalingByChannel() {
    Rescaling layer = new Rescaling("rescaling", vector(1, 10), vector(0, 5));
    assertArrayEquals(
        new float[] {1, 25, 3, 45}, forward(network(Shape.of(2, 2), layer), 1, 2, 3, 4));
  }
}
