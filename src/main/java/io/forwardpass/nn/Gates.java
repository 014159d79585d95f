package io.forwardpass.nn;

import java.util.List;

/** The weights of gates, and their functions. */
final class Gates {
  private Gates() {}

  /** The loop of a function that looks at each number alone. */
  static Elementwise.Loop loop(ActivationFunction function, String cell, Kernels kernels) {
    List<Operation> operations = function.operations(Shape.of(1), kernels);
    if (operations.isEmpty()) {
      return Elementwise.Loop.NONE;
    }
    if (operations.size() == 1 && operations.get(0) instanceof Elementwise elementwise) {
      return elementwise.loop();
    }
    throw new InvalidLayerException(
        "cell '%s' has the activation %s; functions of each number alone are supported"
            .formatted(cell, function.spelling()));
  }

  /**
   * Throws unless the weights have the shapes of so many gates.
   *
   * @param kernel shape (inputs, gates · units)
   * @param recurrentKernel shape (units, gates · units)
   * @param biases 1 for a bias of shape (gates · units,), 2 for one of shape (2, gates · units)
   */
  static void check(
      String cell, int gates, Tensor kernel, Tensor recurrentKernel, int biases, Tensor bias) {
    Shape recurrent = recurrentKernel.shape();
    Shape needed = Shape.of(recurrent.last());
    boolean fits =
        kernel.shape().rank() == 2
            && recurrent.rank() == 2
            && recurrent.last() == gates * recurrent.dim(0)
            && kernel.shape().last() == recurrent.last()
            && bias.shape().equals(biases == 1 ? needed : needed.with(0, biases));
    if (!fits) {
      throw new InvalidLayerException(
          "cell '%s' has a kernel of shape %s, a recurrent kernel of shape %s and a bias of shape %s; (inputs, %s · units), (units, %s · units) and %s are needed"
              .formatted(
                  cell,
                  kernel.shape(),
                  recurrent,
                  bias.shape(),
                  gates,
                  gates,
                  (biases == 1 ? "(%s · units,)" : "(2, %s · units)").formatted(gates)));
    }
  }

  /**
   * Rows of {@code above}, then rows of {@code below}, of the columns {@code from} to {@code to}.
   */
  static Tensor stacked(Tensor above, Tensor below, int from, int to) {
    Tensor first = columns(above, from, to);
    Tensor second = columns(below, from, to);
    float[] values = new float[first.size() + second.size()];
    System.arraycopy(first.values(), 0, values, 0, first.size());
    System.arraycopy(second.values(), 0, values, first.size(), second.size());
    return Tensor.of(Shape.of(first.shape().dim(0) + second.shape().dim(0), to - from), values);
  }

  /** The columns {@code from} to {@code to} of a matrix. */
  static Tensor columns(Tensor matrix, int from, int to) {
    int rows = matrix.shape().dim(0);
    int width = matrix.shape().last();
    float[] values = new float[rows * (to - from)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix.values(), row * width + from, values, row * (to - from), to - from);
    }
    return Tensor.of(Shape.of(rows, to - from), values);
  }

  /** Elements {@code from} to {@code to} of row {@code row}, as a tensor of one axis. */
  static Tensor part(Tensor matrix, int row, int from, int to) {
    int start = row * matrix.shape().last();
    float[] values = new float[to - from];
    System.arraycopy(matrix.values(), start + from, values, 0, to - from);
    return Tensor.of(Shape.of(to - from), values);
  }
}
