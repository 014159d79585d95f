package io.forwardpass.nn;

import java.util.Arrays;

/** {@link DenseKernel} in plain Java: one input after the other is added to a unit's column. */
record PlainDense(Tensor kernel, Tensor bias) implements DenseKernel {

  @Override
  public int scratchFloats() {
    return 0;
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
      float[] scratch,
      int scratchFrom) {
    int units = bias.size();
    int inputs = kernel.shape().dim(0);
    for (int unit = 0; unit < units; unit++) {
      int to = yFrom + unit * yStride;
      Arrays.fill(y, to, to + rows, bias.values()[unit]);
      for (int input = 0; input < inputs; input++) {
        float weight = kernel.values()[input * units + unit];
        Loops.addScaled(x, xFrom + columns[input] * xStride, weight, y, to, rows);
      }
    }
  }
}
