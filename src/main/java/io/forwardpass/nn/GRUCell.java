package io.forwardpass.nn;

/**
 * {@code h = z · h₋ + (1 − z) · n}, with the gates {@code z, r} by {@code recurrentActivation} and
 * the candidate {@code n} by {@code activation}, in the order z, r, h. The reset gate {@code r}
 * works on {@code h₋} before its product, or with {@code resetAfter} on the product.
 *
 * @param kernel shape (inputs, 3 · units)
 * @param recurrentKernel shape (units, 3 · units)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (2, 3 · units): of the inputs' product and of the state's; with {@code
 *     resetAfter} false the latter is zeros, which Keras does not have
 */
public record GRUCell(
    String name,
    ActivationFunction activation,
    ActivationFunction recurrentActivation,
    boolean resetAfter,
    boolean useBias,
    Tensor kernel,
    Tensor recurrentKernel,
    Tensor bias)
    implements Cell {

  public GRUCell {
    Gates.check(name, 3, kernel, recurrentKernel, 2, bias);
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
    int biases = resetAfter ? bias.size() : bias.size() / 2;
    return (long) kernel.size() + recurrentKernel.size() + (useBias ? biases : 0);
  }

  @Override
  public long flops() {
    return 2L * (kernel.size() + recurrentKernel.size()) + 14L * units();
  }

  @Override
  public CellStep step(int input, int first, Kernels kernels) {
    int u = units();
    float[] both = Gates.part(bias, 0, 0, 2 * u).values();
    for (int index = 0; index < both.length; index++) {
      both[index] += bias.values()[3 * u + index];
    }
    Product gates =
        Product.of(
            Gates.stacked(kernel, recurrentKernel, 0, 2 * u),
            Tensor.of(Shape.of(2 * u), both),
            kernels);
    Product inputs =
        Product.of(Gates.columns(kernel, 2 * u, 3 * u), Gates.part(bias, 0, 2 * u, 3 * u), kernels);
    Product fromState =
        Product.of(
            Gates.columns(recurrentKernel, 2 * u, 3 * u),
            Gates.part(bias, 1, 2 * u, 3 * u),
            kernels);
    return new Step(
        u,
        first,
        resetAfter,
        new CellProduct(gates, input, inputs(), first, u),
        new CellProduct(inputs, input, inputs(), 0, 0),
        new CellProduct(fromState, resetAfter ? first : first + 4 * u, u, 0, 0),
        Gates.loop(activation, name, kernels),
        Gates.loop(recurrentActivation, name, kernels),
        kernels);
  }

  /** Columns: h, then z, r, the inputs' part of the candidate, r · h, the state's part. */
  private record Step(
      int units,
      int output,
      boolean resetAfter,
      CellProduct gates,
      CellProduct inputs,
      CellProduct recurrent,
      Elementwise.Loop activation,
      Elementwise.Loop recurrentActivation,
      Kernels kernels)
      implements CellStep {

    @Override
    public int stateColumns() {
      return units;
    }

    @Override
    public int columns() {
      return 6 * units;
    }

    @Override
    public void run(float[] floats, int base, int rows, Scratch scratch) {
      int size = units * rows;
      int h = base + output * rows;
      int z = h + size;
      int r = z + size;
      int candidate = r + size;
      int reset = candidate + size;
      int fromState = reset + size;
      gates.run(floats, base, z, rows, scratch);
      recurrentActivation.apply(floats, z, candidate);
      inputs.run(floats, base, candidate, rows, scratch);
      if (!resetAfter) {
        System.arraycopy(floats, h, floats, reset, size);
        kernels.multiply(floats, r, reset, size);
      }
      recurrent.run(floats, base, fromState, rows, scratch);
      if (resetAfter) {
        kernels.multiply(floats, r, fromState, size);
      }
      kernels.add(floats, fromState, candidate, size);
      activation.apply(floats, candidate, reset);
      kernels.blend(floats, h, candidate, z, size);
    }

    @Override
    public int scratchFloats() {
      return Math.max(
          gates.scratchFloats(), Math.max(inputs.scratchFloats(), recurrent.scratchFloats()));
    }

    @Override
    public int nativeColumns() {
      return Math.max(
          gates.nativeColumns(), Math.max(inputs.nativeColumns(), recurrent.nativeColumns()));
    }

    @Override
    public void close() {
      gates.close();
      inputs.close();
      recurrent.close();
    }
  }
}
