package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks at random, over awkward widths and numbers of rows, against {@link NaiveTwin}. */
class RandomNetworksTest {

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fastKernelsAgreeWithTheTwin(long seed) {
    compare(seed, Kernels.best());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plainKernelsAgreeWithTheTwin(long seed) {
    compare(seed, new PlainKernels());
  }

  static IntStream widths() {
    return IntStream.rangeClosed(1, 70);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void everyNumberOfUnits(int units) {
    Random random = new Random(units);
    Layer dense = dense(random, 1 + random.nextInt(70), units, NamedActivation.TANH);
    Sequential model = Rows.network(Shape.of(((Dense) dense).inputs()), dense);
    compare(model, Kernels.best(), random, 33, "units " + units);
    compare(model, new PlainKernels(), random, 33, "units " + units);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 31, 32, 33, 207, 257, 511, 512, 513, 4098})
  void everyNumberOfRows(int rows) {
    Random random = new Random(rows);
    Sequential model =
        Rows.network(
            Shape.of(5),
            dense(random, 5, 70, NamedActivation.RELU),
            dense(random, 70, 7, NamedActivation.SIGMOID),
            dense(random, 7, 3, NamedActivation.SOFTMAX));
    compare(model, Kernels.best(), random, rows, "rows " + rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 784, 1500})
  void wideLayers(int width) {
    Random random = new Random(width);
    Sequential model =
        Rows.network(
            Shape.of(width),
            dense(random, width, width + 1, NamedActivation.RELU),
            dense(random, width + 1, 100, NamedActivation.SOFTMAX));
    compare(model, Kernels.best(), random, 13, "width " + width);
  }

  private static void compare(long seed, Kernels kernels) {
    Random random = new Random(seed);
    Sequential model = model(random);
    int rows = List.of(1, 3, 13, 207).get(random.nextInt(4));
    compare(model, kernels, random, rows, "seed " + seed);
  }

  private static void compare(
      Sequential model, Kernels kernels, Random random, int rows, String place) {
    float[] inputs = values(random, rows * model.input().size());
    float[] actual;
    try (Network network = Network.of(model, kernels)) {
      actual = Rows.forward(network, inputs);
    }
    int outputs = model.output().size();
    for (int row = 0; row < rows; row++) {
      double[] features = new double[model.input().size()];
      for (int feature = 0; feature < features.length; feature++) {
        features[feature] = inputs[row * features.length + feature];
      }
      double[] expected = NaiveTwin.forward(model, features);
      for (int output = 0; output < outputs; output++) {
        check(expected[output], actual[row * outputs + output], place, row, output, model);
      }
    }
  }

  /** Single precision through a few layers, whose numbers are kept near 1. */
  private static void check(
      double expected, float actual, String place, int row, int output, Sequential model) {
    double tolerance = 1e-5 * Math.max(1, Math.abs(expected));
    if (!(Math.abs(expected - actual) <= tolerance)) {
      fail(
          "%s, row %d, output %d: expected %s, got %s, tolerance %s, of %s"
              .formatted(place, row, output, expected, actual, tolerance, model));
    }
  }

  private static Sequential model(Random random) {
    int rank = 1 + random.nextInt(3);
    Shape input =
        Shape.of(
            IntStream.range(0, rank).map(axis -> 1 + random.nextInt(rank == 1 ? 40 : 6)).toArray());
    List<Layer> layers = new ArrayList<>();
    Shape shape = input;
    int count = 1 + random.nextInt(5);
    for (int index = 0; index < count; index++) {
      Layer layer = layer(random, shape);
      layers.add(layer);
      shape = layer.outputShape(shape);
    }
    return new Sequential("random", input, layers);
  }

  private static Layer layer(Random random, Shape shape) {
    NamedActivation[] functions = NamedActivation.values();
    NamedActivation function = functions[random.nextInt(functions.length)];
    int axis = 1 + random.nextInt(shape.rank());
    int channels = shape.dim(axis - 1);
    return switch (random.nextInt(12)) {
      case 0 ->
          new Flatten(
              "flatten",
              random.nextBoolean() ? DataFormat.CHANNELS_FIRST : DataFormat.CHANNELS_LAST);
      case 1 -> new Reshape("reshape", List.of(1, -1));
      case 2 ->
          new BatchNormalization(
              "normalization",
              random.nextBoolean() ? axis : axis - shape.rank() - 1,
              1e-3f,
              true,
              true,
              tensor(random, Shape.of(channels)),
              tensor(random, Shape.of(channels)),
              tensor(random, Shape.of(channels)),
              positive(random, Shape.of(channels)));
      case 3 ->
          new Normalization(
              "normalization",
              random.nextBoolean(),
              tensor(random, Shape.of(shape.last())),
              positive(random, Shape.of(shape.last())),
              3);
      case 4 -> new Rescaling("rescaling", tensor(random, Shape.of(1)), tensor(random, shape));
      case 5 -> new Softmax("softmax", random.nextBoolean() ? List.of(axis) : List.of(-1));
      case 6 -> new LeakyReLU("leaky", 0.3f);
      case 7 -> new ReLU("relu", 0.9f, 0.1f, -0.2f);
      case 8 -> new ELU("elu", 0.7f);
      case 9 -> new InferenceIdentity("dropout", "Dropout");
      case 10 ->
          new Activation(
              "activation",
              function == NamedActivation.GLU && shape.last() % 2 == 1
                  ? NamedActivation.MISH
                  : function);
      default -> dense(random, shape.last(), 2 * (1 + random.nextInt(24)), function);
    };
  }

  private static Dense dense(Random random, int inputs, int units, ActivationFunction activation) {
    float[] kernel = values(random, inputs * units);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= (float) Math.sqrt(inputs);
    }
    return new Dense(
        "dense",
        activation,
        true,
        Tensor.of(Shape.of(inputs, units), kernel),
        tensor(random, Shape.of(units)));
  }

  private static Tensor tensor(Random random, Shape shape) {
    return Tensor.of(shape, values(random, shape.size()));
  }

  private static Tensor positive(Random random, Shape shape) {
    float[] values = values(random, shape.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]) + 0.5f;
    }
    return Tensor.of(shape, values);
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
