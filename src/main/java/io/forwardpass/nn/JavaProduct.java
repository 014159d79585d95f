package io.forwardpass.nn;

/** What {@link NativeProduct} computes, for layers of fewer weights, without leaving Java. */
record JavaProduct(
    int positions, int inputs, int units, DenseKernel kernel, Elementwise.Loop activation)
    implements Operation {

  @Override
  public int outputColumns() {
    return positions * units;
  }

  @Override
  public int scratchFloats() {
    return kernel.scratchFloats();
  }

  @Override
  public void run(Columns in, Columns out, int rows, Scratch scratch) {
    for (int position = 0; position < positions; position++) {
      kernel.multiply(
          in.values(),
          in.at(position * inputs),
          in.stride(),
          out.values(),
          out.at(position * units),
          out.stride(),
          rows,
          scratch.floats(),
          scratch.first());
      for (int unit = 0; unit < units; unit++) {
        int from = out.at(position * units + unit);
        activation.apply(out.values(), from, from + rows);
      }
    }
  }
}
