package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConvTransposeTest {
  private static final List<Integer> ONE = List.of(1);

  private static ConvTranspose line(
      int stride, Padding padding, List<Integer> outputPadding, float... cells) {
    return new ConvTranspose(
        "transpose",
        new Window(List.of(cells.length), List.of(stride), ONE, padding),
        outputPadding,
        DataFormat.CHANNELS_LAST,
        NamedActivation.LINEAR,
        true,
        Tensor.of(Shape.of(cells.length, 1, 1), cells),
        Tensor.zeros(Shape.of(1)));
  }

  private static float[] onLine(ConvTranspose layer, float... steps) {
    return forward(network(Shape.of(steps.length, 1), layer), steps);
  }

  @Test
  void everyInputSpreadsOverAWindow() {
    assertArrayEquals(
        new float[] {1, 10, 102, 20, 203, 30, 300},
        onLine(line(2, Padding.VALID, List.of(), 1, 10, 100), 1, 2, 3));
  }

  @Test
  void stridesBeyondTheWindowLeaveZeros() {
    assertArrayEquals(
        new float[] {1, 10, 0, 2, 20, 0}, onLine(line(3, Padding.VALID, List.of(), 1, 10), 1, 2));
  }

  @Test
  void sameGivesStrideTimesTheLength() {
    assertArrayEquals(
        new float[] {1, 10, 102, 20}, onLine(line(2, Padding.SAME, List.of(), 1, 10, 100), 1, 2));
    assertArrayEquals(
        new float[] {10, 102, 20 + 0, 200},
        onLine(line(2, Padding.SAME, List.of(), 1, 10, 100, 0), 1, 2));
  }

  @Test
  void outputPaddingAddsCellsAtTheEnd() {
    assertArrayEquals(
        new float[] {1, 10, 102, 20, 200, 0},
        onLine(line(2, Padding.VALID, ONE, 1, 10, 100), 1, 2));
    assertArrayEquals(
        new float[] {10, 102, 20}, onLine(line(2, Padding.SAME, List.of(0), 1, 10, 100), 1, 2));
    assertArrayEquals(
        new float[] {1, 10, 102, 20}, onLine(line(2, Padding.SAME, ONE, 1, 10, 100), 1, 2));
  }

  /** The kernel has its filters before its channels. */
  @Test
  void kernelIsOfFiltersThenChannels() {
    ConvTranspose layer =
        new ConvTranspose(
            "transpose",
            Window.of(ONE),
            List.of(),
            DataFormat.CHANNELS_LAST,
            NamedActivation.LINEAR,
            true,
            Tensor.of(Shape.of(1, 1, 2), 1, 10),
            Tensor.of(Shape.of(1), 0.5f));
    assertArrayEquals(new float[] {32.5f}, forward(network(Shape.of(1, 2), layer), 2, 3));
  }

  @Test
  void agreesWithKeras() {
    ConvTranspose layer =
        new ConvTranspose(
            "transpose",
            new Window(List.of(3, 3), List.of(2, 2), List.of(1, 1), Padding.SAME),
            List.of(),
            DataFormat.CHANNELS_LAST,
            NamedActivation.LINEAR,
            true,
            KerasVector.weight(0, 3, 3, 1, 1),
            KerasVector.weight(1, 1));
    KerasVector.check(
        layer,
        Shape.of(2, 2, 1),
        -0.05f,
        -0.1f,
        -0.075f,
        -0.15f,
        -0.2f,
        -0.25f,
        -0.3f,
        -0.225f,
        -0.35f,
        -0.05f,
        -0.25f,
        -0.175f,
        -0.2f,
        -0.2f,
        -0.2f,
        -0.175f);
  }

  @Test
  void optionsThatKerasHasNotAreRefused() {
    assertEquals(
        "Conv1DTranspose 'transpose' has output padding [1, 1]; one number an axis is needed",
        refusal(() -> line(1, Padding.VALID, List.of(1, 1), 1, 1)));
    assertEquals(
        "Conv1DTranspose 'transpose' has dilation [1] and CAUSAL padding; dilation 1, valid and same are supported",
        refusal(() -> line(1, Padding.CAUSAL, List.of(), 1, 1)));
  }

  @Test
  void channelsThatDoNotFitAreRefused() {
    assertEquals(
        "Conv1DTranspose 'transpose' has weights for 1 channels and gets shape (4, 3)",
        refusal(() -> line(1, Padding.VALID, List.of(), 1, 1).outputShape(Shape.of(4, 3))));
  }
}
