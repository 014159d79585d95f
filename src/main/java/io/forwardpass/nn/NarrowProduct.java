package io.forwardpass.nn;

/** {@link MatrixProduct} for layers of few units, where a call into native code costs more. */
record NarrowProduct(int positions, Tensor kernel, Tensor bias, Kernels kernels)
    implements Operation {

  @Override
  public int outputColumns() {
    return positions * bias.size();
  }

  @Override
  public void run(Columns in, Columns out, int rows, Staging staging) {
    int inputs = kernel.size() / bias.size();
    for (int position = 0; position < positions; position++) {
      kernels.dense(
          in.values(),
          in.at(position * inputs),
          in.stride(),
          kernel.values(),
          bias.values(),
          out.values(),
          out.at(position * bias.size()),
          out.stride(),
          rows);
    }
  }
}
