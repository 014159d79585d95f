package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link LayerNormalization}, {@link GroupNormalization}, {@link RMSNormalization} and {@link
 * UnitNormalization}, which measure each row.
 */
class MomentNormalizationTest {

  private static Tensor vector(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static LayerNormalization layer(
      List<Integer> axes, boolean rmsScaling, float epsilon, Tensor gamma, Tensor beta) {
    return new LayerNormalization("layer", axes, epsilon, rmsScaling, gamma, beta, 2);
  }

  private static GroupNormalization group(
      int groups, int axis, float epsilon, Tensor gamma, Tensor beta) {
    return new GroupNormalization("group", groups, axis, epsilon, gamma, beta, 2);
  }

  @Test
  void layerNormalizationMeasuresTheLastAxis() {
    LayerNormalization layer = layer(List.of(-1), false, 0, vector(2, 2), vector(10, 0));
    assertArrayEquals(
        new float[] {8, 2, 12, -2}, forward(network(Shape.of(2, 2), layer), 1, 3, 30, 10));
  }

  /** The variance is biased: of 1 and 3 it is 1. Epsilon is added to it. */
  @Test
  void epsilonIsAddedToTheBiasedVariance() {
    LayerNormalization layer = layer(List.of(1), false, 3, vector(1, 1), vector(0, 0));
    assertArrayEquals(new float[] {-0.5f, 0.5f}, forward(network(Shape.of(2), layer), 1, 3));
  }

  @Test
  void layerNormalizationMeasuresAnyAxes() {
    LayerNormalization first = layer(List.of(1), false, 0, vector(1, 2), vector(0, 0));
    assertArrayEquals(
        new float[] {-1, 1, 2, -2}, forward(network(Shape.of(2, 2), first), 1, 30, 3, 10));
    Tensor ones = Tensor.ones(Shape.of(2, 2));
    LayerNormalization both = layer(List.of(1, 2), false, 0, ones, Tensor.zeros(Shape.of(2, 2)));
    assertArrayEquals(
        new float[] {-1, -1, 1, 1}, forward(network(Shape.of(2, 2), both), 1, 1, 3, 3));
  }

  /** Divides by the deviation all the same, as Keras does. */
  @Test
  void rmsScalingTakesNoMeanOff() {
    LayerNormalization layer = layer(List.of(-1), true, 0, vector(1, 10), vector(0, 0));
    assertArrayEquals(new float[] {1, 30}, forward(network(Shape.of(2), layer), 1, 3));
  }

  @Test
  void layerNormalizationAgreesWithKeras() {
    KerasVector.check(
        layer(List.of(-1), false, 1e-3f, KerasVector.weight(0, 4), KerasVector.weight(1, 4)),
        Shape.of(4),
        0.199941f,
        -0.011124f,
        -0.044438f,
        0.1f);
  }

  @Test
  void groupNormalizationMeasuresNeighbouringChannels() {
    Tensor ones = Tensor.ones(Shape.of(4));
    assertArrayEquals(
        new float[] {-1, 1, 1, -1},
        forward(
            network(Shape.of(4), group(2, -1, 0, ones, Tensor.zeros(Shape.of(4)))), 1, 3, 30, 10));
  }

  @Test
  void groupNormalizationMeasuresAllPositionsTogether() {
    GroupNormalization layer = group(2, -1, 0, vector(1, 10), vector(0, 5));
    assertArrayEquals(
        new float[] {-1, 15, 1, -5}, forward(network(Shape.of(2, 2), layer), 1, 30, 3, 10));
  }

  @Test
  void groupNormalizationOfAnotherAxis() {
    GroupNormalization layer = group(2, 1, 0, vector(1, 10), vector(0, 5));
    assertArrayEquals(
        new float[] {-1, 1, 15, -5}, forward(network(Shape.of(2, 2), layer), 1, 3, 30, 10));
  }

  @Test
  void groupNormalizationAgreesWithKeras() {
    KerasVector.check(
        group(2, -1, 1e-3f, KerasVector.weight(0, 4), KerasVector.weight(1, 4)),
        Shape.of(2, 4),
        0.028070f,
        -0.069591f,
        0,
        0.1f,
        -0.701754f,
        0.052047f,
        0.139212f,
        0.1f);
  }

  /** The mean of 1 and 49 is 25. */
  @Test
  void rmsNormalizationDividesByTheRootOfTheMeanSquare() {
    RMSNormalization layer = new RMSNormalization("rms", List.of(-1), 0, vector(1, 10));
    assertArrayEquals(new float[] {0.2f, 14}, forward(network(Shape.of(2), layer), 1, 7), 1e-6f);
  }

  @Test
  void rmsNormalizationAddsEpsilon() {
    RMSNormalization layer = new RMSNormalization("rms", List.of(-1), 75, vector(1, 1));
    assertArrayEquals(new float[] {0.1f, 0.7f}, forward(network(Shape.of(2), layer), 1, 7), 1e-6f);
  }

  @Test
  void unitNormalizationMakesTheLengthOne() {
    UnitNormalization layer = new UnitNormalization("unit", List.of(-1));
    assertArrayEquals(
        new float[] {0.6f, 0.8f, 1, 0}, forward(network(Shape.of(2, 2), layer), 3, 4, 5, 0), 1e-6f);
    UnitNormalization first = new UnitNormalization("unit", List.of(1));
    assertArrayEquals(
        new float[] {0.6f, 1, 0.8f, 0}, forward(network(Shape.of(2, 2), first), 3, 5, 4, 0), 1e-6f);
  }

  /** Keras divides by {@code max(length, 1e-12)}. */
  @Test
  void unitNormalizationOfZerosIsZero() {
    UnitNormalization layer = new UnitNormalization("unit", List.of(-1));
    assertArrayEquals(new float[] {0, 0}, forward(network(Shape.of(2), layer), 0, 0));
  }

  @Test
  void layerNormalizationThatDoesNotFitIsRefused() {
    assertEquals(
        "LayerNormalization 'layer' has the axes [], gamma (1,) and beta (1,)",
        refusal(() -> layer(List.of(), false, 0, vector(1), vector(0))));
    assertEquals(
        "LayerNormalization 'layer' has the axes [-1], gamma (1,) and beta (2,)",
        refusal(() -> layer(List.of(-1), false, 0, vector(1), vector(0, 0))));
    LayerNormalization two = layer(List.of(1, 2), false, 0, vector(1), vector(0));
    assertEquals(
        "LayerNormalization 'layer' has weights of shape (1,) for the axes [1, 2]",
        refusal(() -> two.outputShape(Shape.of(2, 2))));
    LayerNormalization one = layer(List.of(-1), false, 0, vector(1, 1), vector(0, 0));
    assertEquals(
        "LayerNormalization 'layer' of shape (1, 2) does not broadcast over an input of shape (2, 3)",
        refusal(() -> one.outputShape(Shape.of(2, 3))));
    assertEquals(
        "layer 'layer' works on axis 0; an input of shape (2, 3) has axes 1 to 2 (0 is the batch)",
        refusal(
            () -> layer(List.of(0), false, 0, vector(1), vector(0)).outputShape(Shape.of(2, 3))));
  }

  @Test
  void groupNormalizationThatDoesNotFitIsRefused() {
    assertEquals(
        "GroupNormalization 'group' splits 3 channels into 2 groups; a divisor is needed",
        refusal(() -> group(2, -1, 0, vector(1, 1, 1), vector(0, 0, 0))));
    assertEquals(
        "GroupNormalization 'group' has weights for 2 channels and gets shape (2, 3) with 3 on axis -1",
        refusal(() -> group(2, -1, 0, vector(1, 1), vector(0, 0)).outputShape(Shape.of(2, 3))));
  }

  @Test
  void othersThatDoNotFitAreRefused() {
    assertEquals(
        "RMSNormalization 'rms': scale of shape (3,) does not broadcast over an input of shape (2,)",
        refusal(
            () ->
                new RMSNormalization("rms", List.of(-1), 0, vector(1, 1, 1))
                    .outputShape(Shape.of(2))));
    assertEquals(
        "layer 'unit' works on the axes [1, -1] of an input of shape (2,); one axis or more are needed, each once",
        refusal(() -> new UnitNormalization("unit", List.of(1, -1)).outputShape(Shape.of(2))));
  }
}
