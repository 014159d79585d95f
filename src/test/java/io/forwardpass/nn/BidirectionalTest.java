package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.nn.Bidirectional.MaskedSteps;
import org.junit.jupiter.api.Test;

class BidirectionalTest {

  private static Bidirectional digits(boolean sequences, MergeMode mode, MaskedSteps masked) {
    return new Bidirectional(
        "both",
        RecurrentLayersTest.digits(new Recurrent(sequences, false, false)),
        RecurrentLayersTest.digits(new Recurrent(sequences, true, false)),
        mode,
        masked);
  }

  private static float[] run(boolean sequences, MergeMode mode) {
    Layer layer = digits(sequences, mode, MaskedSteps.ZERO_IN_SEQUENCES);
    return forward(network(Shape.of(3, 1), layer), 1, 2, 3);
  }

  private static float[] masked(boolean sequences, MaskedSteps masked, float... steps) {
    Layer layer = digits(sequences, MergeMode.CONCAT, masked);
    return forward(network(Shape.of(3, 1), new Masking("masking", 0), layer), steps);
  }

  @Test
  void sequencesAreMergedStepByStep() {
    assertArrayEquals(new float[] {1, 321, 12, 32, 123, 3}, run(true, MergeMode.CONCAT));
    assertArrayEquals(new float[] {322, 44, 126}, run(true, MergeMode.SUM));
    assertArrayEquals(new float[] {161, 22, 63}, run(true, MergeMode.AVE));
    assertArrayEquals(new float[] {321, 384, 369}, run(true, MergeMode.MUL));
  }

  @Test
  void lastStepsAreMerged() {
    assertArrayEquals(new float[] {123, 321}, run(false, MergeMode.CONCAT));
    assertArrayEquals(new float[] {222}, run(false, MergeMode.AVE));
  }

  /** The second output is flipped whichever layer goes back. */
  @Test
  void theFirstLayerMayGoBack() {
    Bidirectional layer =
        new Bidirectional(
            "both",
            RecurrentLayersTest.digits(new Recurrent(true, true, false)),
            RecurrentLayersTest.digits(new Recurrent(true, false, false)),
            MergeMode.CONCAT,
            MaskedSteps.ZERO_IN_SEQUENCES);
    assertArrayEquals(
        new float[] {3, 123, 32, 12, 321, 1}, forward(network(Shape.of(3, 1), layer), 1, 2, 3));
  }

  @Test
  void maskedStepsAreZeroInSequences() {
    assertArrayEquals(
        new float[] {1, 31, 0, 0, 13, 3}, masked(true, MaskedSteps.ZERO_IN_SEQUENCES, 1, 0, 3));
  }

  @Test
  void maskedStepsAsConfigured() {
    assertArrayEquals(
        new float[] {1, 31, 1, 3, 13, 3}, masked(true, MaskedSteps.AS_CONFIGURED, 1, 0, 3));
  }

  @Test
  void withoutSequencesTheOutputIsRepeated() {
    assertArrayEquals(new float[] {12, 21}, masked(false, MaskedSteps.ZERO_IN_SEQUENCES, 1, 2, 0));
  }

  private static LSTM lstm(int first, boolean backwards) {
    LSTMCell cell =
        new LSTMCell(
            "lstm",
            NamedActivation.TANH,
            NamedActivation.SIGMOID,
            true,
            KerasVector.weight(first, 2, 4),
            KerasVector.weight(first + 1, 1, 4),
            KerasVector.weight(first + 2, 4));
    return new LSTM("lstm", cell, new Recurrent(true, backwards, false));
  }

  @Test
  void agreesWithKeras() {
    Bidirectional layer =
        new Bidirectional(
            "both", lstm(0, false), lstm(3, true), MergeMode.CONCAT, MaskedSteps.ZERO_IN_SEQUENCES);
    KerasVector.check(
        layer, Shape.of(3, 2), 0.021528f, -0.139006f, 0.054360f, -0.098783f, 0.002289f, -0.042470f);
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    SimpleRNN one = RecurrentLayersTest.digits(RecurrentLayersTest.LAST);
    assertEquals(
        "Bidirectional 'both' has layers that return different things, or go the same way",
        refusal(
            () ->
                new Bidirectional(
                    "both", one, one, MergeMode.CONCAT, MaskedSteps.ZERO_IN_SEQUENCES)));
    assertEquals(
        "Bidirectional 'both' has layers that return different things, or go the same way",
        refusal(
            () ->
                new Bidirectional(
                    "both",
                    one,
                    RecurrentLayersTest.digits(new Recurrent(true, true, false)),
                    MergeMode.CONCAT,
                    MaskedSteps.ZERO_IN_SEQUENCES)));
    SimpleRNNCell two =
        new SimpleRNNCell(
            "two",
            NamedActivation.LINEAR,
            true,
            Tensor.ones(Shape.of(1, 2)),
            Tensor.ones(Shape.of(2, 2)),
            Tensor.zeros(Shape.of(2)));
    assertEquals(
        "Bidirectional 'both' merges 1 units with 2",
        refusal(
            () ->
                new Bidirectional(
                    "both",
                    one,
                    new SimpleRNN("two", two, new Recurrent(false, true, false)),
                    MergeMode.SUM,
                    MaskedSteps.ZERO_IN_SEQUENCES)));
  }
}
