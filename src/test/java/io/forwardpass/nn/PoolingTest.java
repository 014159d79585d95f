package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link Pooling} and {@link GlobalPooling}. */
class PoolingTest {
  private static final Masking MASKING = new Masking("masking", 0);

  private static Pooling line(Pool pool, int size, int stride, Padding padding) {
    Window window = new Window(List.of(size), List.of(stride), List.of(1), padding);
    return new Pooling("pooling", pool, window, DataFormat.CHANNELS_LAST);
  }

  private static GlobalPooling global(Pool pool, DataFormat format) {
    return new GlobalPooling("pooling", pool, 1, format, false);
  }

  private static float[] onLine(Layer layer, float... steps) {
    return forward(network(Shape.of(steps.length, 1), layer), steps);
  }

  @Test
  void takesTheLargestOfAWindow() {
    assertArrayEquals(
        new float[] {3, 4}, onLine(line(Pool.MAX, 2, 2, Padding.VALID), 1, 3, 4, 2, 9));
  }

  @Test
  void cellsBeyondTheEdgesAreNotTheLargest() {
    assertArrayEquals(new float[] {-1, -3}, onLine(line(Pool.MAX, 2, 2, Padding.SAME), -1, -2, -3));
  }

  @Test
  void anAverageIsOverTheCellsThatAreThere() {
    assertArrayEquals(
        new float[] {1.5f, 3}, onLine(line(Pool.AVERAGE, 2, 2, Padding.SAME), 1, 2, 3));
    assertArrayEquals(
        new float[] {1.5f, 2, 2.5f}, onLine(line(Pool.AVERAGE, 3, 1, Padding.SAME), 1, 2, 3));
  }

  @Test
  void channelsArePooledApart() {
    Pooling first =
        new Pooling("pooling", Pool.MAX, Window.of(List.of(2)), DataFormat.CHANNELS_FIRST);
    assertArrayEquals(new float[] {2, 40}, forward(network(Shape.of(2, 2), first), 1, 2, 40, 30));
    Pooling last =
        new Pooling("pooling", Pool.MAX, Window.of(List.of(2)), DataFormat.CHANNELS_LAST);
    assertArrayEquals(new float[] {2, 40}, forward(network(Shape.of(2, 2), last), 1, 40, 2, 30));
  }

  @Test
  void averageAgreesWithKeras() {
    Pooling layer =
        new Pooling(
            "pooling",
            Pool.AVERAGE,
            new Window(List.of(2, 2), List.of(2, 2), List.of(1, 1), Padding.SAME),
            DataFormat.CHANNELS_LAST);
    KerasVector.check(layer, Shape.of(3, 3, 1), 0, -0.25f, -0.125f, 0.25f);
  }

  @Test
  void globalPoolingLeavesANumberAChannel() {
    float[] rows = {1, 5, 2, -4, 6, 2};
    assertArrayEquals(
        new float[] {6, 5},
        forward(network(Shape.of(3, 2), global(Pool.MAX, DataFormat.CHANNELS_LAST)), rows));
    assertArrayEquals(
        new float[] {3, 1},
        forward(network(Shape.of(3, 2), global(Pool.AVERAGE, DataFormat.CHANNELS_LAST)), rows));
    assertArrayEquals(
        new float[] {5, 6},
        forward(network(Shape.of(2, 3), global(Pool.MAX, DataFormat.CHANNELS_FIRST)), rows));
  }

  @Test
  void keepdimsKeepsTheAxes() {
    GlobalPooling last = new GlobalPooling("pooling", Pool.MAX, 2, DataFormat.CHANNELS_LAST, true);
    GlobalPooling first =
        new GlobalPooling("pooling", Pool.MAX, 2, DataFormat.CHANNELS_FIRST, true);
    assertEquals(Shape.of(1, 1, 4), last.outputShape(Shape.of(2, 3, 4)));
    assertEquals(Shape.of(2, 1, 1), first.outputShape(Shape.of(2, 3, 4)));
  }

  @Test
  void globalAverageCountsOnlyTheStepsThatAMaskLeaves() {
    Sequential model =
        network(Shape.of(3, 1), MASKING, global(Pool.AVERAGE, DataFormat.CHANNELS_LAST));
    assertArrayEquals(new float[] {3}, forward(model, 2, 0, 4));
  }

  /** As in Keras: 0 / 0. */
  @Test
  void globalAverageOfNoStepsIsNotANumber() {
    Sequential model =
        network(Shape.of(2, 1), MASKING, global(Pool.AVERAGE, DataFormat.CHANNELS_LAST));
    assertArrayEquals(new float[] {Float.NaN}, forward(model, 0, 0));
  }

  @Test
  void globalMaxTakesNoNoticeOfAMask() {
    Sequential model = network(Shape.of(2, 1), MASKING, global(Pool.MAX, DataFormat.CHANNELS_LAST));
    assertArrayEquals(new float[] {0}, forward(model, -3, 0));
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertEquals(
        "MaxPooling1D 'pooling' takes 1 axes and one of channels, and gets shape (5,)",
        refusal(() -> line(Pool.MAX, 2, 2, Padding.VALID).outputShape(Shape.of(5))));
    assertEquals(
        "layer 'pooling' has a window of 2 cells, too long for axis 1 of shape (1, 3)",
        refusal(() -> line(Pool.MAX, 2, 2, Padding.VALID).outputShape(Shape.of(1, 3))));
    assertEquals(
        "GlobalAveragePooling1D 'pooling' takes 1 axes and one of channels, and gets shape (5,)",
        refusal(() -> global(Pool.AVERAGE, DataFormat.CHANNELS_LAST).outputShape(Shape.of(5))));
  }

  @Test
  void windowsThatKerasHasNotAreRefused() {
    assertEquals(
        "AveragePooling1D 'pooling' has dilation [1] and CAUSAL padding; dilation 1, valid and same are supported",
        refusal(() -> line(Pool.AVERAGE, 2, 2, Padding.CAUSAL)));
    Window dilated = new Window(List.of(2), List.of(1), List.of(3), Padding.VALID);
    assertEquals(
        "MaxPooling1D 'pooling' has dilation [3] and VALID padding; dilation 1, valid and same are supported",
        refusal(() -> new Pooling("pooling", Pool.MAX, dilated, DataFormat.CHANNELS_LAST)));
  }

  @Test
  void aMaskOfOtherStepsIsRefused() {
    Signal signal = new Signal(Shape.of(3, 1), Optional.of(Shape.of(2)));
    assertEquals(
        "GlobalAveragePooling1D 'pooling' gets a mask of shape (2,) for steps of shape (3,)",
        refusal(() -> global(Pool.AVERAGE, DataFormat.CHANNELS_LAST).outputMask(signal)));
  }
}
