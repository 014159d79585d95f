package io.forwardpass.nn;

/** A dense layer's weights and their product with columns of numbers; immutable. */
public interface DenseKernel {

  /**
   * {@code y[u] = bias[u] + Σ_i x[i] · kernel[i, u]}, where column {@code i} of {@code x} starts at
   * {@code xFrom + columns[i] · xStride}, and unit {@code u} of {@code y} at {@code yFrom + u ·
   * yStride}.
   *
   * @param rows a multiple of 32
   * @param scratch floats of the caller's thread
   * @param scratchFrom where {@link #scratchFloats()} of them may be overwritten
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
      float[] scratch,
      int scratchFrom);

  int scratchFloats();
}
