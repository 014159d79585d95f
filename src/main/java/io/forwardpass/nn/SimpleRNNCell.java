package io.forwardpass.nn;

/**
 * {@code h = activation(x · kernel + h₋ · recurrentKernel + bias)}.
 *
 * @param kernel shape (inputs, units)
 * @param recurrentKernel shape (units, units)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (units,)
 */
public record SimpleRNNCell(
    String name,
    ActivationFunction activation,
    boolean useBias,
    Tensor kernel,
    Tensor recurrentKernel,
    Tensor bias)
    implements Cell {

  public SimpleRNNCell {
    Gates.check(name, 1, kernel, recurrentKernel, 1, bias);
  }

  @Override
  public int units() {
    return recurrentKernel.shape().dim(0);
  }

  @Override
  public int inputs() {
    return kernel.shape().dim(0);
  }

  @Override
  public long parameters() {
    return (long) kernel.size() + recurrentKernel.size() + (useBias ? bias.size() : 0);
  }

  @Override
  public long flops() {
    return 2L * (kernel.size() + recurrentKernel.size()) + 2L * units();
  }

  @Override
  public CellStep step(int input, int first, Kernels kernels) {
    Product product = Product.of(Gates.stacked(kernel, recurrentKernel, 0, units()), bias, kernels);
    return new Step(
        units(),
        first,
        new CellProduct(product, input, inputs(), first, units()),
        Gates.loop(activation, name, kernels));
  }

  /** Columns: the state, then what becomes the next one. */
  private record Step(int units, int output, CellProduct product, Elementwise.Loop activation)
      implements CellStep {

    @Override
    public int stateColumns() {
      return units;
    }

    @Override
    public int columns() {
      return 2 * units;
    }

    @Override
    public void run(float[] floats, int base, int rows, Scratch scratch) {
      int state = base + output * rows;
      int next = state + units * rows;
      product.run(floats, base, next, rows, scratch);
      activation.apply(floats, next, next + units * rows);
      System.arraycopy(floats, next, floats, state, units * rows);
    }

    @Override
    public int scratchFloats() {
      return product.scratchFloats();
    }

    @Override
    public int nativeColumns() {
      return product.nativeColumns();
    }

    @Override
    public void close() {
      product.close();
    }
  }
}
