package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link ZeroPadding}, {@link Cropping} and {@link UpSampling}. */
class ResamplingTest {

  private static ZeroPadding padding(List<Integer> before, List<Integer> after) {
    return new ZeroPadding("padding", before, after, DataFormat.CHANNELS_LAST);
  }

  private static Cropping cropping(List<Integer> before, List<Integer> after) {
    return new Cropping("cropping", before, after, DataFormat.CHANNELS_LAST);
  }

  private static UpSampling upSampling(Interpolation interpolation, List<Integer> size) {
    return new UpSampling("larger", size, interpolation, DataFormat.CHANNELS_LAST);
  }

  @Test
  void zerosBeforeAndBehind() {
    Sequential model = network(Shape.of(2, 1), padding(List.of(1), List.of(2)));
    assertArrayEquals(new float[] {0, 1, 2, 0, 0}, forward(model, 1, 2));
  }

  @Test
  void eachAxisHasItsOwnZeros() {
    Sequential model = network(Shape.of(1, 2, 1), padding(List.of(1, 0), List.of(0, 1)));
    assertArrayEquals(new float[] {0, 0, 0, 1, 2, 0}, forward(model, 1, 2));
  }

  @Test
  void channelsFirstArePaddedBehindTheChannels() {
    ZeroPadding layer =
        new ZeroPadding("padding", List.of(1), List.of(0), DataFormat.CHANNELS_FIRST);
    assertArrayEquals(new float[] {0, 1, 0, 2}, forward(network(Shape.of(2, 1), layer), 1, 2));
  }

  @Test
  void croppingTakesAway() {
    Sequential model = network(Shape.of(4, 1), cropping(List.of(1), List.of(2)));
    assertArrayEquals(new float[] {2}, forward(model, 1, 2, 3, 4));
  }

  @Test
  void croppingOfTwoAxes() {
    Sequential model = network(Shape.of(2, 2, 1), cropping(List.of(1, 0), List.of(0, 1)));
    assertArrayEquals(new float[] {3}, forward(model, 1, 2, 3, 4));
  }

  @Test
  void nearestRepeatsCells() {
    Sequential model = network(Shape.of(1, 2, 1), upSampling(Interpolation.NEAREST, List.of(2, 3)));
    assertArrayEquals(new float[] {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2}, forward(model, 1, 2));
  }

  /** Thrice as many: the new cells lie a third of the way apart, the outer ones on the edges. */
  @Test
  void bilinearClampsAtTheEdges() {
    Sequential model =
        network(Shape.of(1, 2, 1), upSampling(Interpolation.BILINEAR, List.of(1, 3)));
    assertArrayEquals(new float[] {0, 0, 1, 2, 3, 3}, forward(model, 0, 3), 1e-6f);
  }

  @Test
  void bilinearAgreesWithKeras() {
    KerasVector.check(
        upSampling(Interpolation.BILINEAR, List.of(2, 2)),
        Shape.of(2, 2, 1),
        -0.5f,
        -0.4375f,
        -0.3125f,
        -0.25f,
        -0.375f,
        -0.3125f,
        -0.1875f,
        -0.125f,
        -0.125f,
        -0.0625f,
        0.0625f,
        0.125f,
        0,
        0.0625f,
        0.1875f,
        0.25f);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertEquals(
        "ZeroPadding1D 'padding' has [-1] cells before and [0] after",
        refusal(() -> padding(List.of(-1), List.of(0))));
    assertEquals(
        "ZeroPadding2D 'padding' has [1, 1] cells before and [0] after",
        refusal(() -> padding(List.of(1, 1), List.of(0))));
    assertEquals(
        "Cropping1D 'cropping' leaves out [0] cells before and [-1] after",
        refusal(() -> cropping(List.of(0), List.of(-1))));
    assertEquals(
        "UpSampling2D 'larger' has size [2, 0]",
        refusal(() -> upSampling(Interpolation.NEAREST, List.of(2, 0))));
    assertEquals(
        "UpSampling1D 'larger' is bilinear; only UpSampling2D can be",
        refusal(() -> upSampling(Interpolation.BILINEAR, List.of(2))));
  }

  @Test
  void croppingThatLeavesNothingIsRefused() {
    assertEquals(
        "Cropping1D 'cropping' leaves nothing of axis 1 of shape (3, 1)",
        refusal(() -> cropping(List.of(2), List.of(1)).outputShape(Shape.of(3, 1))));
  }

  @Test
  void inputsOfOtherRanksAreRefused() {
    assertEquals(
        "ZeroPadding1D 'padding' takes 1 axes and one of channels, and gets shape (5,)",
        refusal(() -> padding(List.of(1), List.of(1)).outputShape(Shape.of(5))));
    assertEquals(
        "Cropping1D 'cropping' takes 1 axes and one of channels, and gets shape (5,)",
        refusal(() -> cropping(List.of(1), List.of(1)).outputShape(Shape.of(5))));
    assertEquals(
        "UpSampling2D 'larger' takes 2 axes and one of channels, and gets shape (5, 2)",
        refusal(
            () -> upSampling(Interpolation.NEAREST, List.of(2, 2)).outputShape(Shape.of(5, 2))));
  }
}
