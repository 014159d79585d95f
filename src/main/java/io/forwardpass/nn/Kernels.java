package io.forwardpass.nn;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The inner loops that decide the speed of a forward pass: once in plain Java, once on the JDK's
 * Vector API ({@code io.forwardpass.nn.vector}).
 *
 * <p>Numbers of one column are contiguous. Lengths are multiples of 32. Functions are computed in
 * place over {@code from ≤ index < to}; NaN stays NaN.
 */
public interface Kernels {

  /**
   * A layer's weights, arranged for {@link DenseKernel#multiply}.
   *
   * @param kernel shape (inputs, units)
   * @param bias shape (units,)
   */
  DenseKernel dense(Tensor kernel, Tensor bias);

  /**
   * The number of weights up to which {@link #dense} is faster than copies to native memory, ND4J's
   * product and copies back.
   */
  int mostDenseWeights();

  /**
   * {@code exp(x − max) / Σ exp(x − max)} over the given elements of each row; element {@code e}
   * starts at {@code from + e · stride}.
   */
  void softmax(float[] values, int[] elements, int stride, int from, int rows);

  /** {@code x − max − ln Σ exp(x − max)}, as {@link #softmax}. */
  void logSoftmax(float[] values, int[] elements, int stride, int from, int rows);

  /** {@code y + x}, for {@code count} numbers from {@code values[y]} on; as the three below. */
  void add(float[] values, int x, int y, int count);

  /** {@code y · z + x · (1 − z)}. */
  void blend(float[] values, int y, int x, int z, int count);

  /** {@code y · f + x · g}. */
  void mix(float[] values, int y, int f, int x, int g, int count);

  /** {@code y · x}. */
  void multiply(float[] values, int x, int y, int count);

  /** {@code scale · (x > 0 ? x : alpha · (eˣ − 1))}. */
  void elu(float[] values, int from, int to, float alpha, float scale);

  /** {@code eˣ}. */
  void exponential(float[] values, int from, int to);

  /** Whether no number is NaN or infinite; of any number of them. */
  boolean finite(float[] values, int from, int to);

  /** Whether all numbers lie in a range, both ends included, which NaN does not. */
  boolean within(float[] values, int from, int to, float least, float most);

  /** {@code x · (1 + erf(x/√2)) / 2}. */
  void gelu(float[] values, int from, int to);

  /** {@code y = max(x, y)}, number by number. */
  void max(float[] x, int from, float[] y, int to, int rows);

  /**
   * Where {@code x > y}: {@code y = x}, and {@code which = number}. Of any number of rows.
   *
   * @param which the number of the largest so far, row by row
   */
  void largest(float[] x, int from, float[] y, int[] which, int number, int rows);

  /** {@code x · tanh(ln(1 + eˣ))}. */
  void mish(float[] values, int from, int to);

  /** {@code max(x, 0)}. */
  void relu(float[] values, int from, int to);

  /** {@code 1 / (1 + e⁻ˣ)}. */
  void sigmoid(float[] values, int from, int to);

  /** {@code x / (1 + e⁻ˣ)}. */
  void silu(float[] values, int from, int to);

  /** {@code ln(1 + eˣ)}. */
  void softplus(float[] values, int from, int to);

  /** {@code tanh x}. */
  void tanh(float[] values, int from, int to);

  /** The vector kernels where this JVM has the Vector API, else the plain ones. */
  static Kernels best() {
    return Best.KERNELS;
  }

  /** Looked up once: main code cannot name classes of a module that may be missing. */
  final class Best {
    private static final Kernels KERNELS = lookUp();

    private Best() {}

    private static Kernels lookUp() {
      try {
        return Class.forName("io.forwardpass.nn.vector.VectorKernels")
            .asSubclass(Kernels.class)
            .getConstructor()
            .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        Logger log = System.getLogger(Kernels.class.getName());
        log.log(
            Level.WARNING,
            "The JDK's Vector API is missing, so activations and narrow layers run several times"
                + " slower; start the JVM with --add-modules=jdk.incubator.vector ("
                + e
                + ")");
        return new PlainKernels();
      }
    }
  }
}
