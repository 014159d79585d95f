package io.forwardpass.nn.layers;

import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * The initializers that Keras knows by a name alone. The formulas are Keras'; the numbers are not,
 * since TensorFlow draws them in another way.
 *
 * <p>Source: {@code keras/src/initializers/random_initializers.py}.
 */
enum NamedInitializer implements Initializer {
  ZEROS,
  ONES,
  GLOROT_NORMAL,
  /** Between ± √(6 / (fan in + fan out)). */
  GLOROT_UNIFORM,
  HE_NORMAL,
  /** Between ± √(6 / fan in). */
  HE_UNIFORM,
  LECUN_NORMAL,
  /** Between ± √(3 / fan in). */
  LECUN_UNIFORM,
  /** Rows or columns of length 1 at right angles, whichever are fewer. */
  ORTHOGONAL,
  RANDOM_NORMAL,
  /** Between ± 0.05. */
  RANDOM_UNIFORM;

  /** The standard deviation of a normal distribution that is cut off at two of its own. */
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

  private static final double SMALL = 0.05;

  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Tensor tensor(Shape shape, Random random) {
    double in = fanIn(shape);
    double mean = (in + fanOut(shape)) / 2;
    return switch (this) {
      case ZEROS -> Tensor.zeros(shape);
      case ONES -> Tensor.ones(shape);
      case GLOROT_NORMAL -> normal(shape, Math.sqrt(1 / mean), random);
      case GLOROT_UNIFORM -> uniform(shape, Math.sqrt(3 / mean), random);
      case HE_NORMAL -> normal(shape, Math.sqrt(2 / in), random);
      case HE_UNIFORM -> uniform(shape, Math.sqrt(6 / in), random);
      case LECUN_NORMAL -> normal(shape, Math.sqrt(1 / in), random);
      case LECUN_UNIFORM -> uniform(shape, Math.sqrt(3 / in), random);
      case ORTHOGONAL -> orthogonal(shape, random);
      case RANDOM_NORMAL -> filled(shape, () -> SMALL * random.nextGaussian());
      case RANDOM_UNIFORM -> uniform(shape, SMALL, random);
    };
  }

  /** The inputs of one unit: for a convolution, those under its window. */
  private static double fanIn(Shape shape) {
    return shape.rank() == 1 ? shape.size() : (double) shape.size() / shape.last();
  }

  /** The outputs that one input reaches. */
  private static double fanOut(Shape shape) {
    return shape.rank() == 1 ? shape.size() : (double) shape.size() / shape.dim(shape.rank() - 2);
  }

  private static Tensor uniform(Shape shape, double limit, Random random) {
    return filled(shape, () -> (2 * random.nextDouble() - 1) * limit);
  }

  /** What lies beyond two standard deviations is drawn again, as TensorFlow does. */
  private static Tensor normal(Shape shape, double deviation, Random random) {
    return filled(
        shape,
        () -> {
          double draw = random.nextGaussian();
          while (Math.abs(draw) > 2) {
            draw = random.nextGaussian();
          }
          return draw * deviation / TRUNCATED_DEVIATION;
        });
  }

  private static Tensor filled(Shape shape, DoubleSupplier draws) {
    float[] values = new float[shape.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) draws.getAsDouble();
    }
    return Tensor.of(shape, values);
  }

  /**
   * Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural
   * networks": the Q of a random matrix, by Gram and Schmidt's method, which makes the diagonal of
   * R positive.
   */
  private static Tensor orthogonal(Shape shape, Random random) {
    int columns = shape.last();
    int rows = shape.size() / columns;
    int length = Math.max(rows, columns);
    double[][] vectors = new double[Math.min(rows, columns)][length];
    for (int index = 0; index < vectors.length; index++) {
      Arrays.setAll(vectors[index], element -> random.nextGaussian());
      // Twice: what rounding leaves of the others goes the second time.
      removeOthers(vectors, index);
      removeOthers(vectors, index);
      scale(vectors[index], 1 / Math.sqrt(product(vectors[index], vectors[index])));
    }
    float[] values = new float[shape.size()];
    for (int element = 0; element < values.length; element++) {
      int row = element / columns;
      int column = element % columns;
      values[element] = (float) (rows < columns ? vectors[row][column] : vectors[column][row]);
    }
    return Tensor.of(shape, values);
  }

  /** Takes out of a vector what it has in common with those before it. */
  private static void removeOthers(double[][] vectors, int index) {
    for (int other = 0; other < index; other++) {
      double share = product(vectors[index], vectors[other]);
      for (int element = 0; element < vectors[index].length; element++) {
        vectors[index][element] -= share * vectors[other][element];
      }
    }
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int element = 0; element < one.length; element++) {
      sum += one[element] * other[element];
    }
    return sum;
  }

  private static void scale(double[] vector, double factor) {
    for (int element = 0; element < vector.length; element++) {
      vector[element] *= factor;
    }
  }
}
