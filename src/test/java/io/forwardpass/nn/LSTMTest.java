package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LSTMTest {

  /** Of one unit whose gates are what their bias says; the candidate is the input. */
  private static LSTM gates(Tensor recurrentKernel, float i, float f, float c, float o) {
    LSTMCell cell =
        new LSTMCell(
            "lstm",
            NamedActivation.LINEAR,
            NamedActivation.LINEAR,
            true,
            Tensor.of(Shape.of(1, 4), 0, 0, 1, 0),
            recurrentKernel,
            Tensor.of(Shape.of(4), i, f, c, o));
    return new LSTM("lstm", cell, RecurrentLayersTest.SEQUENCES);
  }

  private static float[] run(Layer layer, float... steps) {
    return forward(network(Shape.of(steps.length, 1), layer), steps);
  }

  /** The cell remembers ten times what it knew; half of it comes out. */
  @Test
  void gatesStandInTheOrderIFCO() {
    Tensor none = Tensor.zeros(Shape.of(1, 4));
    assertArrayEquals(new float[] {0.5f, 6, 61.5f}, run(gates(none, 1, 10, 0, 0.5f), 1, 2, 3));
    assertArrayEquals(new float[] {3, 6}, run(gates(none, 3, 0, 0, 1), 1, 2));
  }

  /** The output, not the cell, goes into the next step's gates. */
  @Test
  void theStateIsTheOutput() {
    Tensor candidate = Tensor.of(Shape.of(1, 4), 0, 0, 100, 0);
    assertArrayEquals(new float[] {2, 404}, run(gates(candidate, 1, 0, 0, 2), 1, 2));
  }

  private static LSTMCell keras(ActivationFunction recurrentActivation) {
    return new LSTMCell(
        "lstm",
        NamedActivation.TANH,
        recurrentActivation,
        true,
        KerasVector.weight(0, 2, 8),
        KerasVector.weight(1, 2, 8),
        KerasVector.weight(2, 8));
  }

  @Test
  void agreesWithKeras() {
    KerasVector.check(
        new LSTM("lstm", keras(NamedActivation.SIGMOID), RecurrentLayersTest.SEQUENCES),
        Shape.of(3, 2),
        0.044570f,
        -0.121107f,
        0.085136f,
        -0.098096f,
        0.107721f,
        -0.114633f);
  }

  @Test
  void withHardSigmoidAgreesWithKeras() {
    KerasVector.check(
        new LSTM("lstm", keras(NamedActivation.HARD_SIGMOID), RecurrentLayersTest.LAST),
        Shape.of(3, 2),
        0.108152f,
        -0.115715f);
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    assertEquals(
        "cell 'lstm' has a kernel of shape (1, 4), a recurrent kernel of shape (1, 3) and a bias of shape (4,); (inputs, 4 · units), (units, 4 · units) and (4 · units,) are needed",
        refusal(() -> gates(Tensor.zeros(Shape.of(1, 3)), 0, 0, 0, 0)));
  }
}
