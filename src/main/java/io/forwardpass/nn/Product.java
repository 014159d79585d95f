package io.forwardpass.nn;

/**
 * {@code y[u] = bias[u] + Σ_i x[i] · kernel[i, u]} for columns of numbers: what nearly all time of
 * a forward pass goes into. Immutable and shared by threads.
 */
sealed interface Product extends AutoCloseable permits JavaProduct, NativeProduct {

  /**
   * The faster of the two for a kernel of that size.
   *
   * @param kernel shape (inputs, units)
   * @param bias shape (units,)
   */
  static Product of(Tensor kernel, Tensor bias, Kernels kernels) {
    if (kernels instanceof SharingKernels sharing) {
      return sharing.product(kernel, bias);
    }
    return kernel.size() > kernels.mostDenseWeights()
        ? new NativeProduct(kernel, bias)
        : new JavaProduct(kernels.dense(kernel, bias), bias.size());
  }

  int units();

  /**
   * Column {@code i} of {@code x} starts at {@code xFrom + columns[i] · xStride}, and unit {@code
   * u} of {@code y} at {@code yFrom + u · yStride}.
   *
   * @param rows a multiple of {@link Operation#ROW_BLOCK}
   */
  void multiply(
      float[] x,
      int xFrom,
      int xStride,
      int[] columns,
      float[] y,
      int yFrom,
      int yStride,
      int rows,
      Scratch scratch);

  /** What {@link #multiply} reserves of the scratch. */
  int scratchFloats();

  /** The columns of the native matrices that {@link #multiply} needs. */
  int nativeColumns();

  @Override
  void close();
}
