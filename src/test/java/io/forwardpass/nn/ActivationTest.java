package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.assertClose;
import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {

  /** Everything that happens near 0, and the ends of the range. */
  private static final float[] VALUES = values();

  private static float[] values() {
    List<Float> values =
        new ArrayList<>(
            List.of(
                0f,
                -0f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                1e-40f,
                -1e-40f,
                Float.MIN_NORMAL,
                1e-10f,
                -1e-10f,
                0.5f,
                -0.5f,
                1f,
                -1f,
                3f,
                -3f,
                6f,
                -6f,
                30f,
                -30f,
                87.5f,
                -87.5f,
                88.7f,
                -88.7f,
                100f,
                -100f,
                -103.9f,
                -110f,
                1e30f,
                -1e30f,
                Float.MAX_VALUE,
                -Float.MAX_VALUE));
    for (int i = -2000; i <= 2000; i++) {
      values.add(i / 100f);
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  static Stream<Arguments> functionsOfOneNumber() {
    List<ActivationFunction> layers =
        List.of(
            new ELU("elu", 0.7f),
            new LeakyReLU("leaky", 0.3f),
            new LeakyReLU("leaky", 1.5f),
            new ReLU("relu", Float.POSITIVE_INFINITY, 0, 0),
            new ReLU("relu", 6, 0.1f, 0.5f),
            new ReLU("relu", 6, 0.1f, -0.5f),
            new ThresholdedReLU("relu", 1),
            new ActivationWithArguments.Celu(0.4f),
            new ActivationWithArguments.Gelu(true),
            new ActivationWithArguments.Gelu(false),
            new ActivationWithArguments.HardShrink(1.5f),
            new ActivationWithArguments.SoftShrink(1.5f),
            new ActivationWithArguments.Squareplus(2),
            new ActivationWithArguments.Threshold(0.5f, -1));
    Stream<ActivationFunction> named =
        Stream.<ActivationFunction>of(NamedActivation.values())
            .filter(ActivationFunction::isElementwise);
    return Stream.concat(named, layers.stream())
        .flatMap(
            function ->
                Stream.of(
                    Arguments.of(function, Kernels.best()),
                    Arguments.of(function, new PlainKernels())));
  }

  private static float[] activate(ActivationFunction function, Kernels kernels, float... values) {
    Sequential model = network(Shape.of(1), new Activation("activation", function));
    try (Network network = Network.of(model, kernels)) {
      return forward(network, values);
    }
  }

  @ParameterizedTest
  @MethodSource("functionsOfOneNumber")
  void isRightOverTheWholeRange(ActivationFunction function, Kernels kernels) {
    float[] actual = activate(function, kernels, VALUES);
    for (int i = 0; i < VALUES.length; i++) {
      double expected = NaiveActivation.activate(function, VALUES[i]);
      // Where the function cancels, single precision leaves an error of the size of the argument.
      double scale = Math.max(Math.abs(expected), Math.min(1, Math.abs(VALUES[i])));
      assertEquals((float) expected, actual[i], (float) (1e-6 * scale + 3e-45), "at " + VALUES[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("functionsOfOneNumber")
  void keepsNaN(ActivationFunction function, Kernels kernels) {
    float[] actual = activate(function, kernels, 1, Float.NaN, 2);
    assertEquals((float) NaiveActivation.activate(function, Double.NaN), actual[1]);
    assertEquals((float) NaiveActivation.activate(function, 1), actual[0], 1e-6f);
    assertEquals((float) NaiveActivation.activate(function, 2), actual[2], 1e-6f);
  }

  /** They choose by a comparison, which NaN fails, in Keras as well. */
  @ParameterizedTest
  @CsvSource({"hard_shrink, 0", "soft_shrink, 0"})
  void whatChoosesByComparisonForgetsNaN(String name, float expected) {
    NamedActivation function = NamedActivation.named(name).orElseThrow();
    assertArrayEquals(new float[] {expected}, activate(function, new PlainKernels(), Float.NaN));
    assertArrayEquals(
        new float[] {-1},
        activate(new ActivationWithArguments.Threshold(0, -1), new PlainKernels(), Float.NaN));
  }

  @ParameterizedTest
  @CsvSource({
    "relu, Infinity, Infinity",
    "relu, -Infinity, 0",
    "relu6, Infinity, 6",
    "sigmoid, Infinity, 1",
    "sigmoid, -Infinity, 0",
    "tanh, Infinity, 1",
    "tanh, -Infinity, -1",
    "softplus, Infinity, Infinity",
    "softplus, -Infinity, 0",
    "exponential, Infinity, Infinity",
    "exponential, -Infinity, 0",
    "elu, Infinity, Infinity",
    "elu, -Infinity, -1",
    "leaky_relu, -Infinity, -Infinity",
    "hard_sigmoid, Infinity, 1",
    "gelu, Infinity, Infinity",
    "gelu, -Infinity, NaN",
    "silu, -Infinity, NaN",
    "mish, -Infinity, NaN",
    "hard_silu, -Infinity, NaN",
    "softsign, Infinity, NaN",
  })
  void atInfinity(String name, float x, float expected) {
    NamedActivation function = NamedActivation.named(name).orElseThrow();
    assertArrayEquals(new float[] {expected}, activate(function, Kernels.best(), x));
    assertArrayEquals(new float[] {expected}, activate(function, new PlainKernels(), x));
  }

  static Stream<Kernels> kernels() {
    return Stream.of(Kernels.best(), new PlainKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxOfNumbersFarApart(Kernels kernels) {
    Sequential model = network(Shape.of(3), new Activation("activation", NamedActivation.SOFTMAX));
    try (Network network = Network.of(model, kernels)) {
      assertClose(new float[] {0, 1, 0}, forward(network, -1e30f, 1e30f, 0), 0);
      assertClose(new float[] {0.0900306f, 0.244728f, 0.665241f}, forward(network, 1, 2, 3), 1e-6);
      assertClose(
          new float[] {0.0900306f, 0.244728f, 0.665241f}, forward(network, 1001, 1002, 1003), 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxOfNaNIsNaNInItsRowAlone(Kernels kernels) {
    Sequential model = network(Shape.of(2), new Activation("activation", NamedActivation.SOFTMAX));
    try (Network network = Network.of(model, kernels)) {
      assertArrayEquals(
          new float[] {0.5f, 0.5f, Float.NaN, Float.NaN}, forward(network, 7, 7, Float.NaN, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void logSoftmaxOfNumbersFarApart(Kernels kernels) {
    Sequential model =
        network(Shape.of(2), new Activation("activation", NamedActivation.LOG_SOFTMAX));
    try (Network network = Network.of(model, kernels)) {
      assertClose(new float[] {-200, 0}, forward(network, -100, 100), 0);
      assertClose(new float[] {-1.3132616f, -0.31326166f}, forward(network, 1, 2), 1e-6);
    }
  }

  /** What Keras 3.15.1 gives, which is the projection in the last row alone. */
  @ParameterizedTest
  @MethodSource("kernels")
  void sparsemaxIsThatOfKeras(Kernels kernels) {
    Sequential model =
        network(Shape.of(3), new Activation("activation", NamedActivation.SPARSEMAX));
    try (Network network = Network.of(model, kernels)) {
      assertClose(
          new float[] {0.16666664f, 0.06666663f, 0, 0, 0.13333336f, 0, 0, 1, 0},
          forward(network, 0.3f, 0.2f, 0.1f, 0.2f, 0.5f, 0.2f, 1, 3, 0),
          1e-6);
    }
  }

  @Test
  void halvesOfAnAxis() {
    Sequential model =
        network(Shape.of(2, 2), new Activation("activation", new ActivationWithArguments.Glu(1)));
    assertClose(new float[] {0.5f, 1.7615942f}, forward(model, 1, 2, 0, 2), 1e-6);
    InvalidLayerException odd =
        assertThrows(
            InvalidLayerException.class,
            () -> new ActivationWithArguments.Glu(1).outputShape(Shape.of(3, 2)));
    assertEquals("glu halves axis 1 and gets shape (3, 2), where it is odd", odd.getMessage());
  }

  @Test
  void softmaxOverTwoAxes() {
    Sequential model = network(Shape.of(2, 2, 2), new Softmax("softmax", List.of(1, 3)));
    float[] actual = forward(model, 1, 1, 5, 5, 1, 1, 5, 5);
    assertArrayEquals(new float[] {.25f, .25f, .25f, .25f, .25f, .25f, .25f, .25f}, actual);
  }
}
