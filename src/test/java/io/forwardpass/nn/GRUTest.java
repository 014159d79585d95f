package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GRUTest {

  /**
   * Of one unit whose candidate is the input plus {@code recurrent} times the state.
   *
   * @param bias z, r, h of the input, then of the state
   */
  private static GRU gates(boolean resetAfter, float recurrent, float... bias) {
    GRUCell cell =
        new GRUCell(
            "gru",
            NamedActivation.LINEAR,
            NamedActivation.LINEAR,
            resetAfter,
            true,
            Tensor.of(Shape.of(1, 3), 0, 0, 1),
            Tensor.of(Shape.of(1, 3), 0, 0, recurrent),
            Tensor.of(Shape.of(2, 3), bias));
    return new GRU("gru", cell, RecurrentLayersTest.SEQUENCES);
  }

  private static float[] run(Layer layer, float... steps) {
    return forward(network(Shape.of(steps.length, 1), layer), steps);
  }

  /** A quarter of the old state and three quarters of the candidate. */
  @Test
  void theFirstGateKeepsTheState() {
    assertArrayEquals(new float[] {3, 6.75f}, run(gates(true, 0, 0.25f, 0, 0, 0, 0, 0), 4, 8));
  }

  /** {@code x + 2 · (10 · h + 1)}. */
  @Test
  void theSecondGateWorksOnTheProductWithItsBias() {
    assertArrayEquals(new float[] {3, 63}, run(gates(true, 10, 0, 2, 0, 0, 0, 1), 1, 1));
  }

  /** {@code x + 5 + 10 · (2 · h)}. */
  @Test
  void resetBeforeTheProduct() {
    assertArrayEquals(new float[] {6, 126}, run(gates(false, 10, 0, 2, 5, 0, 0, 0), 1, 1));
  }

  @Test
  void bothBiasesOfAGateCount() {
    assertArrayEquals(new float[] {2, 5}, run(gates(true, 0, 0.25f, 0, 0, 0.25f, 0, 0), 4, 8));
  }

  private static GRU keras(boolean resetAfter, Tensor bias) {
    GRUCell cell =
        new GRUCell(
            "gru",
            NamedActivation.TANH,
            NamedActivation.SIGMOID,
            resetAfter,
            true,
            KerasVector.weight(0, 2, 6),
            KerasVector.weight(1, 2, 6),
            bias);
    return new GRU("gru", cell, RecurrentLayersTest.LAST);
  }

  @Test
  void resetAfterAgreesWithKeras() {
    KerasVector.check(
        keras(true, KerasVector.weight(2, 2, 6)), Shape.of(3, 2), 0.399906f, -0.063292f);
  }

  @Test
  void resetBeforeAgreesWithKeras() {
    float[] bias = new float[12];
    System.arraycopy(KerasVector.weight(2, 6).values(), 0, bias, 0, 6);
    KerasVector.check(
        keras(false, Tensor.of(Shape.of(2, 6), bias)), Shape.of(3, 2), 0.289458f, -0.231954f);
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    assertEquals(
        "cell 'gru' has a kernel of shape (2, 6), a recurrent kernel of shape (2, 6) and a bias of shape (6,); (inputs, 3 · units), (units, 3 · units) and (2, 3 · units) are needed",
        refusal(() -> keras(true, Tensor.zeros(Shape.of(6)))));
  }
}
