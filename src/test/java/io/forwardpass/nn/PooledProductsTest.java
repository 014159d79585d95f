package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A convolution with the pooling behind it gives what the two give one after the other. */
final class PooledProductsTest {
  private static final int ROWS = 70;
  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({
    "CHANNELS_LAST, 1, 2, 2, VALID, true",
    "CHANNELS_LAST, 1, 2, 2, SAME, true",
    "CHANNELS_LAST, 1, 2, 3, VALID, true",
    "CHANNELS_LAST, 1, 3, 2, VALID, false",
    "CHANNELS_LAST, 2, 2, 2, VALID, false",
    "CHANNELS_FIRST, 1, 2, 2, VALID, false",
  })
  void equalsBothInTurn(
      DataFormat format, int groups, int size, int stride, Padding padding, boolean together) {
    boolean channelsLast = format == DataFormat.CHANNELS_LAST;
    Shape input = channelsLast ? Shape.of(9, 8, 4) : Shape.of(4, 9, 8);
    Layer conv =
        new Conv(
            "conv",
            window(3, 1, Padding.SAME),
            format,
            groups,
            NamedActivation.TANH,
            true,
            random(Shape.of(3, 3, 4 / groups, 6)),
            random(Shape.of(6)));
    Layer pooling = new Pooling("pooling", Pool.MAX, window(size, stride, padding), format);
    float[] rows = random(Shape.of(ROWS * input.size())).values();
    rows[40] = Float.NaN;
    float[] between = Rows.forward(Rows.network(input, conv), rows);
    float[] expected = Rows.forward(Rows.network(conv.outputShape(input), pooling), between);
    Sequential both = Rows.network(input, conv, pooling);
    assertArrayEquals(expected, Rows.forward(both, rows));
    assertEquals(together, isTogether(both));
  }

  @ParameterizedTest
  @CsvSource({"LINEAR, RELU, true", "RELU, TANH, false", "LINEAR, SOFTMAX, false"})
  void takesAnActivationLayerAsItsOwn(
      NamedActivation own, NamedActivation behind, boolean together) {
    Shape input = Shape.of(12, 5);
    Layer conv =
        new Conv(
            "conv",
            new Window(List.of(3), List.of(1), List.of(1), Padding.VALID),
            DataFormat.CHANNELS_LAST,
            1,
            own,
            true,
            random(Shape.of(3, 5, 7)),
            random(Shape.of(7)));
    Layer activation = new Activation("activation", behind);
    Layer pooling =
        new Pooling(
            "pooling",
            Pool.MAX,
            new Window(List.of(2), List.of(2), List.of(1), Padding.VALID),
            DataFormat.CHANNELS_LAST);
    float[] rows = random(Shape.of(ROWS * input.size())).values();
    Shape between = conv.outputShape(input);
    float[] expected = Rows.forward(Rows.network(input, conv), rows);
    expected = Rows.forward(Rows.network(between, activation), expected);
    expected = Rows.forward(Rows.network(between, pooling), expected);
    Sequential all = Rows.network(input, conv, activation, pooling);
    assertArrayEquals(expected, Rows.forward(all, rows));
    assertEquals(together, isTogether(all));
  }

  private static boolean isTogether(Sequential model) {
    try (Network network = Network.of(model)) {
      return network.operations().stream().anyMatch(PooledProducts.class::isInstance);
    }
  }

  private static Window window(int size, int stride, Padding padding) {
    return new Window(List.of(size, size), List.of(stride, stride), List.of(1, 1), padding);
  }

  private Tensor random(Shape shape) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }
}
