package io.forwardpass.nn;

/**
 * {@code i, f, o = recurrentActivation(z_i, z_f, z_o)}, {@code c = f · c₋ + i · activation(z_c)},
 * {@code h = o · activation(c)}, of {@code z = x · kernel + h₋ · recurrentKernel + bias} in the
 * order i, f, c, o.
 *
 * @param kernel shape (inputs, 4 · units)
 * @param recurrentKernel shape (units, 4 · units)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (4 · units,)
 */
public record LSTMCell(
    String name,
    ActivationFunction activation,
    ActivationFunction recurrentActivation,
    boolean useBias,
    Tensor kernel,
    Tensor recurrentKernel,
    Tensor bias)
    implements Cell {

  public LSTMCell {
    Gates.check(name, 4, kernel, recurrentKernel, 1, bias);
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
    return 2L * (kernel.size() + recurrentKernel.size()) + 13L * units();
  }

  @Override
  public CellStep step(int input, int first, Kernels kernels) {
    Product product =
        Product.of(Gates.stacked(kernel, recurrentKernel, 0, 4 * units()), bias, kernels);
    return new Step(
        units(),
        first,
        new CellProduct(product, input, inputs(), first, units()),
        Gates.loop(activation, name, kernels),
        Gates.loop(recurrentActivation, name, kernels),
        kernels);
  }

  /** Columns: h, c, then the gates i, f, c, o. */
  private record Step(
      int units,
      int output,
      CellProduct product,
      Elementwise.Loop activation,
      Elementwise.Loop recurrentActivation,
      Kernels kernels)
      implements CellStep {

    @Override
    public int stateColumns() {
      return 2 * units;
    }

    @Override
    public int columns() {
      return 6 * units;
    }

    @Override
    public void run(float[] floats, int base, int rows, Scratch scratch) {
      int size = units * rows;
      int h = base + output * rows;
      int c = h + size;
      int i = c + size;
      int f = i + size;
      int candidate = f + size;
      int o = candidate + size;
      product.run(floats, base, i, rows, scratch);
      recurrentActivation.apply(floats, i, candidate);
      activation.apply(floats, candidate, o);
      recurrentActivation.apply(floats, o, o + size);
      kernels.mix(floats, c, f, candidate, i, size);
      System.arraycopy(floats, c, floats, h, size);
      activation.apply(floats, h, c);
      kernels.multiply(floats, o, h, size);
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
