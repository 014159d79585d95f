package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all recurrent layers have in common, on {@link SimpleRNN} and {@link RNN}. */
class RecurrentLayersTest {
  private static final Masking MASKING = new Masking("masking", 0);
  static final Recurrent LAST = new Recurrent(false, false, false);
  static final Recurrent SEQUENCES = new Recurrent(true, false, false);

  /** Writes the steps as digits: 1, 2, 3 become 123. */
  static SimpleRNNCell digits() {
    return simple(Tensor.of(Shape.of(1, 1), 1), Tensor.of(Shape.of(1, 1), 10), 0);
  }

  static SimpleRNN digits(Recurrent options) {
    return new SimpleRNN("digits", digits(), options);
  }

  private static SimpleRNNCell simple(Tensor kernel, Tensor recurrentKernel, float... bias) {
    return new SimpleRNNCell(
        "digits",
        NamedActivation.LINEAR,
        true,
        kernel,
        recurrentKernel,
        Tensor.of(Shape.of(bias.length), bias));
  }

  private static float[] run(Layer layer, float... steps) {
    return forward(network(Shape.of(steps.length, 1), layer), steps);
  }

  private static float[] masked(Layer layer, float... steps) {
    return forward(network(Shape.of(steps.length, 1), MASKING, layer), steps);
  }

  @Test
  void returnsTheLastStep() {
    assertArrayEquals(new float[] {123}, run(digits(LAST), 1, 2, 3));
  }

  @Test
  void returnsAllSteps() {
    assertArrayEquals(new float[] {1, 12, 123}, run(digits(SEQUENCES), 1, 2, 3));
  }

  @Test
  void goesBackwardsWithOutputsInTheOrderOfProcessing() {
    assertArrayEquals(
        new float[] {3, 32, 321}, run(digits(new Recurrent(true, true, false)), 1, 2, 3));
    assertArrayEquals(new float[] {321}, run(digits(new Recurrent(false, true, false)), 1, 2, 3));
  }

  @Test
  void eachRowStartsFromZero() {
    assertArrayEquals(
        new float[] {12, 34}, forward(network(Shape.of(2, 1), digits(LAST)), 1, 2, 3, 4));
  }

  @Test
  void maskedStepsKeepTheStateAndRepeatTheOutput() {
    assertArrayEquals(new float[] {1, 1, 13}, masked(digits(SEQUENCES), 1, 0, 3));
    assertArrayEquals(new float[] {12}, masked(digits(LAST), 1, 2, 0));
  }

  @Test
  void maskedStepsBeforeTheFirstOneGiveZero() {
    assertArrayEquals(new float[] {0, 0, 3}, masked(digits(SEQUENCES), 0, 0, 3));
  }

  @Test
  void zeroOutputForMaskGivesZeros() {
    assertArrayEquals(
        new float[] {1, 0, 13}, masked(digits(new Recurrent(true, false, true)), 1, 0, 3));
    Recurrent last = new Recurrent(false, false, true);
    assertArrayEquals(new float[] {0}, masked(digits(last), 1, 2, 0));
    assertArrayEquals(new float[] {13}, masked(digits(last), 1, 0, 3));
  }

  /** Without a mask there is nothing to leave out. */
  @Test
  void zeroOutputForMaskNeedsAMask() {
    assertArrayEquals(
        new float[] {1, 10, 103}, run(digits(new Recurrent(true, false, true)), 1, 0, 3));
  }

  @Test
  void zeroOutputForMaskIsZeroEvenAfterAnOverflow() {
    assertArrayEquals(
        new float[] {1e38f, Float.POSITIVE_INFINITY, 0},
        masked(digits(new Recurrent(true, false, true)), 1e38f, 1e38f, 0));
  }

  @Test
  void aMaskIsTakenBackwardsAsTheStepsAre() {
    assertArrayEquals(
        new float[] {0, 2, 21}, masked(digits(new Recurrent(true, true, false)), 1, 2, 0));
  }

  @Test
  void theMaskGoesOnWithTheSequence() {
    SimpleRNN sum = new SimpleRNN("sum", digits(), LAST);
    assertArrayEquals(new float[] {13 + 10}, masked(nested(digits(SEQUENCES), sum), 1, 0, 3));
  }

  private static Sequential nested(Layer... layers) {
    return new Sequential("nested", Shape.of(3, 1), List.of(layers));
  }

  @Test
  void stackedCellsFeedOneAnother() {
    StackedRNNCells cell = new StackedRNNCells("stack", List.of(digits(), digits()));
    // The first cell gives 1, 12, 123; the second one 1, 12 + 10, 123 + 220.
    assertArrayEquals(new float[] {1, 22, 343}, run(new RNN("rnn", cell, SEQUENCES), 1, 2, 3));
    assertArrayEquals(new float[] {1, 1, 23}, masked(new RNN("rnn", cell, SEQUENCES), 1, 0, 3));
  }

  @Test
  void severalUnits() {
    SimpleRNNCell cell =
        simple(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4), Tensor.of(Shape.of(2, 2), 0, 1, 1, 0), 5, 6);
    // Step 1: (1 + 3 + 5, 2 + 4 + 6); step 2: (5 + 12, 6 + 9).
    assertArrayEquals(
        new float[] {9, 12, 17, 15},
        forward(network(Shape.of(2, 2), new RNN("rnn", cell, SEQUENCES)), 1, 1, 0, 0));
  }

  @Test
  void agreesWithKeras() {
    SimpleRNNCell cell =
        new SimpleRNNCell(
            "simple",
            NamedActivation.TANH,
            true,
            KerasVector.weight(0, 2, 2),
            KerasVector.weight(1, 2, 2),
            KerasVector.weight(2, 2));
    KerasVector.check(new SimpleRNN("simple", cell, LAST), Shape.of(3, 2), -0.170505f, -0.085635f);
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertEquals(
        "SimpleRNN 'digits' takes steps of 1 features and gets shape (3, 2)",
        refusal(() -> digits(LAST).outputShape(Shape.of(3, 2))));
    assertEquals(
        "SimpleRNN 'digits' takes steps of 1 features and gets shape (1,)",
        refusal(() -> digits(LAST).outputShape(Shape.of(1))));
  }

  @Test
  void aMaskOfOtherStepsIsRefused() {
    Signal signal = new Signal(Shape.of(3, 1), Optional.of(Shape.of(3, 1)));
    assertEquals(
        "SimpleRNN 'digits' gets a mask of shape (3, 1) for steps of shape (3,)",
        refusal(() -> digits(LAST).outputMask(signal)));
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    Tensor one = Tensor.ones(Shape.of(1, 1));
    assertEquals(
        "cell 'digits' has a kernel of shape (1, 2), a recurrent kernel of shape (1, 1) and a bias of shape (1,); (inputs, 1 · units), (units, 1 · units) and (1 · units,) are needed",
        refusal(() -> simple(Tensor.ones(Shape.of(1, 2)), one, 0)));
    assertEquals(
        "cell 'digits' has a kernel of shape (1, 1), a recurrent kernel of shape (1, 1) and a bias of shape (2,); (inputs, 1 · units), (units, 1 · units) and (1 · units,) are needed",
        refusal(() -> simple(one, one, 0, 0)));
  }

  @Test
  void stacksThatDoNotFitAreRefused() {
    SimpleRNNCell two = simple(Tensor.ones(Shape.of(1, 2)), Tensor.ones(Shape.of(2, 2)), 0, 0);
    assertEquals(
        "StackedRNNCells 'stack' has no cells",
        refusal(() -> new StackedRNNCells("stack", List.of())));
    assertEquals(
        "StackedRNNCells 'stack' has a cell of 2 units before one that takes 1 inputs",
        refusal(() -> new StackedRNNCells("stack", List.of(two, digits()))));
  }

  @Test
  void functionsOfSeveralNumbersAreRefused() {
    Tensor one = Tensor.ones(Shape.of(1, 1));
    SimpleRNNCell cell =
        new SimpleRNNCell(
            "simple", NamedActivation.SOFTMAX, true, one, one, Tensor.zeros(Shape.of(1)));
    Sequential model = network(Shape.of(2, 1), new SimpleRNN("simple", cell, LAST));
    assertEquals(
        "cell 'simple' has the activation softmax; functions of each number alone are supported",
        refusal(() -> Network.of(model)));
  }
}
