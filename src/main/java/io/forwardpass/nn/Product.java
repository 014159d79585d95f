package io.forwardpass.nn;

import java.util.function.BiFunction;

/**
 * {@code y[u] = bias[u] + Σ_i x[i] · kernel[i, u]} for columns of numbers: what nearly all time of
 * a forward pass goes into. Immutable and shared by threads.
 */
sealed interface Product extends AutoCloseable permits JavaProduct, NativeProduct, UnplacedProduct {

  /**
   * The faster of the two for a kernel of that size.
   *
   * @param kernel shape (inputs, units)
   * @param bias shape (units,)
   */
  static Product of(Tensor kernel, Tensor bias, Kernels kernels) {
    return kernels instanceof SharingKernels sharing
        ? sharing.product(kernel, bias)
        : of(kernel, bias, kernels, NativeProduct::new);
  }

  /**
   * The same.
   *
   * @param large makes one for kernels of many weights
   */
  static Product of(
      Tensor kernel, Tensor bias, Kernels kernels, BiFunction<Tensor, Tensor, Product> large) {
    return kernel.size() > kernels.mostDenseWeights()
        ? large.apply(kernel, bias)
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

  /** Bytes of native memory that the weights take. */
  long nativeBytes();

  @Override
  void close();
}
