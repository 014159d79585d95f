package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The optimised network is shorter and gives what the plain one gives. */
final class OptimizationTest {
  private final Random random = new Random(7);

  private Tensor random(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  private Tensor positive(int length) {
    Tensor values = random(length);
    for (int index = 0; index < length; index++) {
      values.values()[index] = Math.abs(values.values()[index]) + 0.5f;
    }
    return values;
  }

  private BatchNormalization normalization(int axis, int channels) {
    return new BatchNormalization(
        "bn",
        axis,
        1e-3f,
        true,
        true,
        random(channels),
        random(channels),
        random(channels),
        positive(channels));
  }

  private static Activation activation(NamedActivation function) {
    return new Activation("activation", function);
  }

  private Dense dense(int inputs, int units) {
    return new Dense("dense", NamedActivation.LINEAR, true, random(inputs, units), random(units));
  }

  private static Window window(Padding padding) {
    return new Window(List.of(3, 2), List.of(2, 1), List.of(1, 1), padding);
  }

  private Conv conv(DataFormat format) {
    return new Conv(
        "conv",
        window(Padding.SAME),
        format,
        2,
        NamedActivation.LINEAR,
        true,
        random(3, 2, 2, 6),
        random(6));
  }

  private void assertSame(int layersLeft, Shape input, Layer... layers) {
    Sequential model = Rows.network(input, layers);
    Sequential optimized = Optimization.of(model);
    assertEquals(layersLeft, optimized.layers().size(), () -> optimized.layers().toString());
    float[] rows = random(5, input.size()).values();
    Rows.assertClose(plain(model, rows), Rows.forward(optimized, rows), 1e-4);
  }

  /** Each layer in a network of its own, so that nothing can be merged. */
  private static float[] plain(Sequential model, float[] rows) {
    float[] values = rows;
    Shape shape = model.input();
    for (Layer layer : model.layers()) {
      values = Rows.forward(Rows.network(shape, layer), values);
      shape = layer.outputShape(shape);
    }
    return values;
  }

  @Test
  void normalizationIsFoldedIntoDense() {
    assertSame(1, Shape.of(5), dense(5, 7), normalization(-1, 7));
    assertSame(1, Shape.of(3, 5), dense(5, 7), normalization(2, 7));
  }

  @Test
  void normalizationOfAnotherAxisIsNot() {
    assertSame(2, Shape.of(3, 5), dense(5, 7), normalization(1, 3));
  }

  @Test
  void normalizationBehindAnActivationIsNot() {
    assertSame(2, Shape.of(5), dense(5, 7), activation(NamedActivation.RELU), normalization(-1, 7));
  }

  @Test
  void normalizationIsFoldedIntoConvolutions() {
    assertSame(
        1,
        Shape.of(5, 4, 4),
        conv(DataFormat.CHANNELS_LAST),
        normalization(-1, 6),
        activation(NamedActivation.RELU));
    assertSame(1, Shape.of(4, 5, 4), conv(DataFormat.CHANNELS_FIRST), normalization(1, 6));
    assertSame(2, Shape.of(4, 5, 4), conv(DataFormat.CHANNELS_FIRST), normalization(3, 4));
    assertSame(
        1,
        Shape.of(5, 4, 3),
        new DepthwiseConv(
            "depthwise",
            window(Padding.VALID),
            DataFormat.CHANNELS_LAST,
            NamedActivation.LINEAR,
            true,
            random(3, 2, 3, 2),
            random(6)),
        normalization(-1, 6));
    assertSame(
        1,
        Shape.of(5, 4, 3),
        new ConvTranspose(
            "transpose",
            window(Padding.SAME),
            List.of(),
            DataFormat.CHANNELS_LAST,
            NamedActivation.LINEAR,
            true,
            random(3, 2, 6, 3),
            random(6)),
        normalization(-1, 6),
        activation(NamedActivation.TANH));
  }

  @Test
  void functionsJoinTheLayerBeforeThem() {
    assertSame(1, Shape.of(5), dense(5, 7), activation(NamedActivation.SOFTMAX));
    assertSame(1, Shape.of(5), dense(5, 7), new LeakyReLU("leaky", 0.3f));
    assertSame(1, Shape.of(3, 5), dense(5, 7), new Softmax("softmax", List.of(1)));
    assertSame(
        2,
        Shape.of(5),
        dense(5, 7),
        activation(NamedActivation.TANH),
        activation(NamedActivation.RELU));
  }

  @Test
  void layersThatDoNothingAreLeftOut() {
    assertSame(
        1,
        Shape.of(5),
        new InferenceIdentity("dropout", "Dropout"),
        dense(5, 7),
        activation(NamedActivation.LINEAR),
        new InferenceIdentity("noise", "GaussianNoise"));
    assertSame(1, Shape.of(5), new InferenceIdentity("dropout", "Dropout"));
  }

  @Test
  void theLastOfSeveralReshapesStays() {
    assertSame(
        2,
        Shape.of(2, 6),
        new Reshape("a", List.of(3, 4)),
        new Flatten("b", DataFormat.CHANNELS_LAST),
        new Reshape("c", List.of(4, -1)),
        dense(3, 2));
  }

  @Test
  void nestedNetworksAreUnfolded() {
    Sequential inner = Rows.network(Shape.of(5), dense(5, 7), normalization(-1, 7));
    assertSame(1, Shape.of(5), inner, activation(NamedActivation.RELU));
  }
}
