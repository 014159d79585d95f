package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Conv} and the rules of {@link Window}. */
class ConvTest {
  private static final List<Integer> ONE = List.of(1);

  private static Tensor zeros(int count) {
    return Tensor.zeros(Shape.of(count));
  }

  private static Conv conv(Window window, int groups, Tensor kernel) {
    return new Conv(
        "conv",
        window,
        DataFormat.CHANNELS_LAST,
        groups,
        NamedActivation.LINEAR,
        true,
        kernel,
        zeros(kernel.shape().last()));
  }

  /** Of one channel and one filter. */
  private static Conv line(int stride, int dilation, Padding padding, float... cells) {
    Window window = new Window(List.of(cells.length), List.of(stride), List.of(dilation), padding);
    return conv(window, 1, Tensor.of(Shape.of(cells.length, 1, 1), cells));
  }

  private static float[] onLine(Conv conv, float... steps) {
    return forward(network(Shape.of(steps.length, 1), conv), steps);
  }

  @Test
  void windowIsNotFlipped() {
    assertArrayEquals(
        new float[] {12, 23, 34}, onLine(line(1, 1, Padding.VALID, 10, 1), 1, 2, 3, 4));
  }

  @Test
  void validLeavesOutWhatDoesNotFit() {
    assertArrayEquals(new float[] {3, 7}, onLine(line(2, 1, Padding.VALID, 1, 1), 1, 2, 3, 4, 5));
  }

  @Test
  void samePutsTheExtraZeroAtTheEnd() {
    assertArrayEquals(
        new float[] {12, 23, 34, 40}, onLine(line(1, 1, Padding.SAME, 10, 1), 1, 2, 3, 4));
  }

  /** Of 4 steps, 2 windows of 3 that move by 2 need one zero; of 5 steps, 3 windows need two. */
  @Test
  void sameDependsOnTheLength() {
    Conv conv = line(2, 1, Padding.SAME, 100, 10, 1);
    assertArrayEquals(new float[] {123, 340}, onLine(conv, 1, 2, 3, 4));
    assertArrayEquals(new float[] {12, 234, 450}, onLine(conv, 1, 2, 3, 4, 5));
  }

  @Test
  void causalSeesNoLaterStep() {
    assertArrayEquals(
        new float[] {1, 12, 23, 34}, onLine(line(1, 1, Padding.CAUSAL, 10, 1), 1, 2, 3, 4));
    assertArrayEquals(new float[] {1, 23}, onLine(line(2, 1, Padding.CAUSAL, 10, 1), 1, 2, 3));
  }

  @Test
  void dilationLeavesGaps() {
    assertArrayEquals(new float[] {13, 24}, onLine(line(1, 2, Padding.VALID, 10, 1), 1, 2, 3, 4));
    assertArrayEquals(new float[] {1, 2, 13}, onLine(line(1, 2, Padding.CAUSAL, 10, 1), 1, 2, 3));
  }

  @Test
  void groupsSeeTheirOwnChannels() {
    Window one = Window.of(ONE);
    Conv conv = conv(one, 2, Tensor.of(Shape.of(1, 1, 4), 1, 10, 100, 1000));
    assertArrayEquals(new float[] {2, 20, 300, 3000}, forward(network(Shape.of(1, 2), conv), 2, 3));
  }

  @Test
  void channelsFirstIsTheSameWithTheAxisMoved() {
    Conv conv =
        new Conv(
            "conv",
            Window.of(List.of(2)),
            DataFormat.CHANNELS_FIRST,
            1,
            NamedActivation.LINEAR,
            true,
            Tensor.of(Shape.of(2, 2, 2), 1, 0, 10, 0, 0, 1, 0, 10),
            Tensor.of(Shape.of(2), 0.5f, 0));
    // Filter 0 sees the first step of both channels, filter 1 the second one.
    assertArrayEquals(
        new float[] {41.5f, 52.5f, 52, 63},
        forward(network(Shape.of(2, 3), conv), 1, 2, 3, 4, 5, 6));
  }

  @Test
  void threeAxes() {
    Conv conv =
        conv(Window.of(List.of(2, 1, 2)), 1, Tensor.of(Shape.of(2, 1, 2, 1, 1), 1000, 100, 10, 1));
    // Cells 1 to 4 of the first plane and 5 to 8 of the second.
    assertArrayEquals(
        new float[] {1256, 3478},
        forward(network(Shape.of(2, 2, 2, 1), conv), 1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void biasAndActivation() {
    Conv conv =
        new Conv(
            "conv",
            Window.of(ONE),
            DataFormat.CHANNELS_LAST,
            1,
            NamedActivation.RELU,
            true,
            Tensor.ones(Shape.of(1, 1, 1)),
            Tensor.of(Shape.of(1), -2));
    assertArrayEquals(new float[] {0, 0, 1}, onLine(conv, 1, 2, 3));
  }

  @Test
  void causalAndDilatedAgreesWithKeras() {
    Conv conv =
        new Conv(
            "conv",
            new Window(List.of(3), ONE, List.of(2), Padding.CAUSAL),
            DataFormat.CHANNELS_LAST,
            1,
            NamedActivation.LINEAR,
            true,
            KerasVector.weight(0, 3, 2, 2),
            KerasVector.weight(1, 2));
    KerasVector.check(
        conv,
        Shape.of(5, 2),
        -0.1f,
        -0.075f,
        -0.2f,
        -0.075f,
        -0.425f,
        -0.225f,
        -0.075f,
        -0.15f,
        -0.175f,
        0.275f);
  }

  @Test
  void sameAndStridedAgreesWithKeras() {
    Conv conv =
        new Conv(
            "conv",
            new Window(List.of(3, 2), List.of(2, 2), List.of(1, 1), Padding.SAME),
            DataFormat.CHANNELS_LAST,
            1,
            NamedActivation.LINEAR,
            true,
            KerasVector.weight(0, 3, 2, 1, 1),
            KerasVector.weight(1, 1));
    KerasVector.check(conv, Shape.of(4, 5, 1), -0.05f, -0.2f, -0.35f, 0.05f, -0.25f, -0.4f);
  }

  @Test
  void windowsAreRefused() {
    assertEquals(
        "a window of size [2, 2] has strides [1] and dilation [1, 1]; one number an axis is needed",
        refusal(() -> new Window(List.of(2, 2), ONE, List.of(1, 1), Padding.VALID)));
    assertEquals(
        "a window of size [2], strides [0] and dilation [1] has a number below 1",
        refusal(() -> new Window(List.of(2), List.of(0), ONE, Padding.VALID)));
    assertEquals(
        "causal padding is for one spatial axis, not 2",
        refusal(() -> new Window(List.of(2, 2), List.of(1, 1), List.of(1, 1), Padding.CAUSAL)));
  }

  @Test
  void weightsThatDoNotFitTheWindowAreRefused() {
    assertEquals(
        "Conv1D 'conv' has a window of size [3], a kernel of shape (2, 1, 1) and a bias of shape (1,)",
        refusal(() -> conv(Window.of(List.of(3)), 1, Tensor.ones(Shape.of(2, 1, 1)))));
    assertEquals(
        "Conv1D 'conv' has a window of size [1], a kernel of shape (1, 1, 2) and a bias of shape (3,)",
        refusal(
            () ->
                new Conv(
                    "conv",
                    Window.of(ONE),
                    DataFormat.CHANNELS_LAST,
                    1,
                    NamedActivation.LINEAR,
                    true,
                    Tensor.ones(Shape.of(1, 1, 2)),
                    zeros(3))));
  }

  /** Keras refuses it as well. */
  @Test
  void stridesTogetherWithDilationAreRefused() {
    assertEquals(
        "Conv1D 'conv' has strides [2] and dilation [2]; one of the two must be 1",
        refusal(() -> line(2, 2, Padding.VALID, 1, 1)));
  }

  @Test
  void groupsThatDoNotDivideTheFiltersAreRefused() {
    assertEquals(
        "Conv1D 'conv' has 3 filters in 2 groups; a divisor is needed",
        refusal(() -> conv(Window.of(ONE), 2, Tensor.ones(Shape.of(1, 1, 3)))));
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    Conv conv = line(1, 1, Padding.VALID, 1, 1, 1);
    assertEquals(
        "Conv1D 'conv' takes 1 axes and one of channels, and gets shape (5,)",
        refusal(() -> conv.outputShape(Shape.of(5))));
    assertEquals(
        "Conv1D 'conv' has weights for 1 channels and gets shape (5, 2) with 2",
        refusal(() -> conv.outputShape(Shape.of(5, 2))));
    assertEquals(
        "layer 'conv' has a window of 3 cells, too long for axis 1 of shape (2, 1)",
        refusal(() -> conv.outputShape(Shape.of(2, 1))));
  }
}
