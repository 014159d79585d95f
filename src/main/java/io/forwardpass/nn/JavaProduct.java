package io.forwardpass.nn;

/** A product that does not leave Java, for kernels of few weights. */
record JavaProduct(DenseKernel kernel, int units) implements Product {

  @Override
  public void multiply(
      float[] x,
      int xFrom,
      int xStride,
      int[] columns,
      float[] y,
      int yFrom,
      int yStride,
      int rows,
      Scratch scratch) {
    int first = scratch.reserve(kernel.scratchFloats());
    kernel.multiply(x, xFrom, xStride, columns, y, yFrom, yStride, rows, scratch.floats(), first);
    scratch.release(first);
  }

  @Override
  public int scratchFloats() {
    return Scratch.reserved(kernel.scratchFloats());
  }

  @Override
  public int nativeColumns() {
    return 0;
  }

  @Override
  public long nativeBytes() {
    return 0;
  }

  @Override
  public void close() {}
}
