package io.forwardpass.nn;

/** What stands for a {@link NativeProduct} where only its size is asked for: it takes no memory. */
record UnplacedProduct(int inputs, int units) implements Product {

  static Product of(Tensor kernel, Tensor bias) {
    return new UnplacedProduct(kernel.shape().dim(0), bias.size());
  }

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
    throw new IllegalStateException("a network without its weights in place cannot run");
  }

  @Override
  public int scratchFloats() {
    return 0;
  }

  @Override
  public int nativeColumns() {
    return NativeProduct.columns(inputs, units);
  }

  @Override
  public long nativeBytes() {
    return NativeProduct.bytes(inputs, units);
  }

  @Override
  public void close() {}
}
