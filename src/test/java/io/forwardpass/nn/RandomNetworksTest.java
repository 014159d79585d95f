package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks at random, over awkward widths and numbers of rows, against {@link NaiveTwin}. */
class RandomNetworksTest {
  /** What a test may cost: multiplications of the twin. */
  private static final long MOST_WORK = 300_000;

  /** What to draw a network from. */
  record Case(String about, long seed) {
    Sequential model(Draw draw) {
      return RandomLayers.all().stream()
          .filter(family -> family.name().equals(about))
          .findFirst()
          .map(family -> RandomNetworks.around(family, draw))
          .orElseGet(() -> RandomNetworks.mixed(draw));
    }

    @Override
    public String toString() {
      return about + ", seed " + seed;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (RandomLayers.Family family : RandomLayers.all()) {
      IntStream.range(0, 6).forEach(seed -> cases.add(new Case(family.name(), seed)));
    }
    IntStream.range(0, 120).forEach(seed -> cases.add(new Case("all families", seed)));
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void fastKernelsAgreeWithTheTwin(Case drawn) {
    compare(drawn, Kernels.best());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void plainKernelsAgreeWithTheTwin(Case drawn) {
    compare(drawn, new PlainKernels());
  }

  static IntStream widths() {
    return IntStream.rangeClosed(1, 70);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void everyNumberOfUnits(int units) {
    Draw draw = new Draw(units);
    Dense dense = RandomLayers.dense(draw, draw.between(1, 70), units, NamedActivation.TANH);
    Sequential model = Rows.network(Shape.of(dense.inputs()), dense);
    compare(model, Kernels.best(), draw, 33, "units " + units);
    compare(model, new PlainKernels(), draw, 33, "units " + units);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 31, 32, 33, 207, 257, 511, 512, 513, 4098})
  void everyNumberOfRows(int rows) {
    Draw draw = new Draw(rows);
    Sequential model =
        Rows.network(
            Shape.of(5),
            RandomLayers.dense(draw, 5, 70, NamedActivation.RELU),
            RandomLayers.dense(draw, 70, 7, NamedActivation.SIGMOID),
            RandomLayers.dense(draw, 7, 3, NamedActivation.SOFTMAX));
    compare(model, Kernels.best(), draw, rows, "rows " + rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 784, 1500})
  void wideLayers(int width) {
    Draw draw = new Draw(width);
    Sequential model =
        Rows.network(
            Shape.of(width),
            RandomLayers.dense(draw, width, width + 1, NamedActivation.RELU),
            RandomLayers.dense(draw, width + 1, 100, NamedActivation.SOFTMAX));
    compare(model, Kernels.best(), draw, 5, "width " + width);
    compare(model, new PlainKernels(), draw, 5, "width " + width);
  }

  private static void compare(Case drawn, Kernels kernels) {
    Draw draw = new Draw(drawn.seed());
    Sequential model = drawn.model(draw);
    long affordable = Math.max(1, MOST_WORK / Math.max(1, model.flops()));
    int rows = (int) Math.min(draw.of(1, 3, 13, 207), affordable);
    compare(model, kernels, draw, rows, drawn.toString());
  }

  private static void compare(
      Sequential model, Kernels kernels, Draw draw, int rows, String place) {
    float[] inputs = RandomNetworks.rows(draw, model, rows);
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
      NaiveArray expected = NaiveTwin.forward(model, features);
      assertEquals(model.output().dims(), IntStream.of(expected.dims()).boxed().toList(), place);
      for (int output = 0; output < outputs; output++) {
        check(expected.values()[output], actual[row * outputs + output], place, row, output, model);
      }
    }
  }

  /**
   * Single precision through a few layers, whose numbers are kept near 1; normalisation makes
   * rounding errors larger where numbers lie close together. NaN equals NaN.
   */
  private static void check(
      double expected, float actual, String place, int row, int output, Sequential model) {
    double tolerance = 3e-5 * Math.max(1, Math.abs(expected));
    boolean equal =
        Math.abs(expected - actual) <= tolerance || Double.compare(expected, actual) == 0;
    if (!equal) {
      fail(
          "%s, row %d, output %d: expected %s, got %s, tolerance %s, of %s"
              .formatted(place, row, output, expected, actual, tolerance, model));
    }
  }
}
