package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link DepthwiseConv} and {@link SeparableConv}. */
class DepthwiseConvTest {
  private static final Window ONE = Window.of(List.of(1));
  private static final Window SQUARE = Window.of(List.of(2, 2));

  private static DepthwiseConv depthwise(Window window, Tensor kernel, Tensor bias) {
    return new DepthwiseConv(
        "depthwise", window, DataFormat.CHANNELS_LAST, NamedActivation.LINEAR, true, kernel, bias);
  }

  private static SeparableConv separable(
      Window window, Tensor depthwise, Tensor pointwise, Tensor bias) {
    return new SeparableConv(
        "separable",
        window,
        DataFormat.CHANNELS_LAST,
        NamedActivation.LINEAR,
        true,
        depthwise,
        pointwise,
        bias);
  }

  @Test
  void outputsOfOneChannelStandTogether() {
    DepthwiseConv layer =
        depthwise(ONE, Tensor.of(Shape.of(1, 2, 2), 1, 10, 100, 1000), Tensor.zeros(Shape.of(4)));
    assertArrayEquals(
        new float[] {2, 20, 300, 3000}, forward(network(Shape.of(1, 2), layer), 2, 3));
  }

  @Test
  void agreesWithKeras() {
    KerasVector.check(
        depthwise(SQUARE, KerasVector.weight(0, 2, 2, 2, 2), KerasVector.weight(1, 4)),
        Shape.of(2, 3, 2),
        0.05f,
        0.1f,
        -0.05f,
        -0.075f,
        -0.3f,
        -0.175f,
        -0.1f,
        0.35f);
  }

  /** Channels 2 and 3 become 2 and 30, which the filters add and subtract. */
  @Test
  void separableMixesChannelsAfterTheWindow() {
    SeparableConv layer =
        separable(
            ONE,
            Tensor.of(Shape.of(1, 2, 1), 1, 10),
            Tensor.of(Shape.of(1, 2, 2), 1, -1, 1, 1),
            Tensor.of(Shape.of(2), 0.5f, 0));
    assertArrayEquals(new float[] {32.5f, 28}, forward(network(Shape.of(1, 2), layer), 2, 3));
  }

  @Test
  void separableAgreesWithKeras() {
    KerasVector.check(
        separable(
            SQUARE,
            KerasVector.weight(0, 2, 2, 2, 1),
            KerasVector.weight(1, 1, 1, 2, 2),
            KerasVector.weight(2, 2)),
        Shape.of(2, 3, 2),
        -0.14f,
        -0.03f,
        -0.065f,
        0.03f);
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    assertEquals(
        "DepthwiseConv1D 'depthwise' has a window of size [1], a kernel of shape (1, 2, 2) and a bias of shape (2,)",
        refusal(() -> depthwise(ONE, Tensor.ones(Shape.of(1, 2, 2)), Tensor.zeros(Shape.of(2)))));
    assertEquals(
        "SeparableConv1D 'separable' has a window of size [1], a kernel of shape (2, 2, 1) and a bias of shape (2,)",
        refusal(
            () ->
                separable(
                    ONE,
                    Tensor.ones(Shape.of(2, 2, 1)),
                    Tensor.ones(Shape.of(1, 2, 3)),
                    Tensor.zeros(Shape.of(3)))));
    assertEquals(
        "SeparableConv1D 'separable' has a pointwise kernel of shape (1, 3, 2) and a bias of shape (2,) for 2 channels",
        refusal(
            () ->
                separable(
                    ONE,
                    Tensor.ones(Shape.of(1, 2, 1)),
                    Tensor.ones(Shape.of(1, 3, 2)),
                    Tensor.zeros(Shape.of(2)))));
  }

  @Test
  void channelsThatDoNotFitAreRefused() {
    DepthwiseConv depthwise =
        depthwise(ONE, Tensor.ones(Shape.of(1, 2, 1)), Tensor.zeros(Shape.of(2)));
    SeparableConv separable =
        separable(
            ONE,
            Tensor.ones(Shape.of(1, 2, 1)),
            Tensor.ones(Shape.of(1, 2, 1)),
            Tensor.zeros(Shape.of(1)));
    assertEquals(
        "DepthwiseConv1D 'depthwise' has weights for 2 channels and gets shape (4, 3)",
        refusal(() -> depthwise.outputShape(Shape.of(4, 3))));
    assertEquals(
        "SeparableConv1D 'separable' has weights for 2 channels and gets shape (4, 3)",
        refusal(() -> separable.outputShape(Shape.of(4, 3))));
  }
}
