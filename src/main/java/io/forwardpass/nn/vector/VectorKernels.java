package io.forwardpass.nn.vector;

import io.forwardpass.nn.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on vectors of the length that the processor prefers. The functions themselves are
 * in {@link VectorMath}.
 */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Rows that a pass over the inputs computes: two vectors. */
  private static final int BLOCK = 2 * LANES;

  @Override
  public void dense(
      float[] x,
      int xFrom,
      int xStride,
      float[] kernel,
      float[] bias,
      float[] y,
      int yFrom,
      int yStride,
      int rows) {
    int units = bias.length;
    int unit = 0;
    for (; unit + 4 <= units; unit += 4) {
      dense4(x, xFrom, xStride, kernel, bias, unit, y, yFrom + unit * yStride, yStride, rows);
    }
    for (; unit + 2 <= units; unit += 2) {
      dense2(x, xFrom, xStride, kernel, bias, unit, y, yFrom + unit * yStride, yStride, rows);
    }
    for (; unit < units; unit++) {
      dense1(x, xFrom, xStride, kernel, bias, unit, y, yFrom + unit * yStride, rows);
    }
  }

  /** Four units of two vectors of rows: eight sums that stay in registers. */
  private static void dense4(
      float[] x,
      int xFrom,
      int xStride,
      float[] kernel,
      float[] bias,
      int unit,
      float[] y,
      int yFrom,
      int yStride,
      int rows) {
    int units = bias.length;
    for (int row = 0; row < rows; row += BLOCK) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, bias[unit]);
      FloatVector b0 = FloatVector.broadcast(SPECIES, bias[unit + 1]);
      FloatVector c0 = FloatVector.broadcast(SPECIES, bias[unit + 2]);
      FloatVector d0 = FloatVector.broadcast(SPECIES, bias[unit + 3]);
      FloatVector a1 = a0;
      FloatVector b1 = b0;
      FloatVector c1 = c0;
      FloatVector d1 = d0;
      int at = xFrom + row;
      for (int weight = unit; weight < kernel.length; weight += units) {
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
        FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
        FloatVector a = FloatVector.broadcast(SPECIES, kernel[weight]);
        a0 = x0.fma(a, a0);
        a1 = x1.fma(a, a1);
        FloatVector b = FloatVector.broadcast(SPECIES, kernel[weight + 1]);
        b0 = x0.fma(b, b0);
        b1 = x1.fma(b, b1);
        FloatVector c = FloatVector.broadcast(SPECIES, kernel[weight + 2]);
        c0 = x0.fma(c, c0);
        c1 = x1.fma(c, c1);
        FloatVector d = FloatVector.broadcast(SPECIES, kernel[weight + 3]);
        d0 = x0.fma(d, d0);
        d1 = x1.fma(d, d1);
        at += xStride;
      }
      int to = yFrom + row;
      a0.intoArray(y, to);
      a1.intoArray(y, to + LANES);
      to += yStride;
      b0.intoArray(y, to);
      b1.intoArray(y, to + LANES);
      to += yStride;
      c0.intoArray(y, to);
      c1.intoArray(y, to + LANES);
      to += yStride;
      d0.intoArray(y, to);
      d1.intoArray(y, to + LANES);
    }
  }

  private static void dense2(
      float[] x,
      int xFrom,
      int xStride,
      float[] kernel,
      float[] bias,
      int unit,
      float[] y,
      int yFrom,
      int yStride,
      int rows) {
    int units = bias.length;
    for (int row = 0; row < rows; row += BLOCK) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, bias[unit]);
      FloatVector b0 = FloatVector.broadcast(SPECIES, bias[unit + 1]);
      FloatVector a1 = a0;
      FloatVector b1 = b0;
      int at = xFrom + row;
      for (int weight = unit; weight < kernel.length; weight += units) {
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
        FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
        FloatVector a = FloatVector.broadcast(SPECIES, kernel[weight]);
        a0 = x0.fma(a, a0);
        a1 = x1.fma(a, a1);
        FloatVector b = FloatVector.broadcast(SPECIES, kernel[weight + 1]);
        b0 = x0.fma(b, b0);
        b1 = x1.fma(b, b1);
        at += xStride;
      }
      int to = yFrom + row;
      a0.intoArray(y, to);
      a1.intoArray(y, to + LANES);
      to += yStride;
      b0.intoArray(y, to);
      b1.intoArray(y, to + LANES);
    }
  }

  private static void dense1(
      float[] x,
      int xFrom,
      int xStride,
      float[] kernel,
      float[] bias,
      int unit,
      float[] y,
      int yFrom,
      int rows) {
    int units = bias.length;
    for (int row = 0; row < rows; row += BLOCK) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, bias[unit]);
      FloatVector a1 = a0;
      int at = xFrom + row;
      for (int weight = unit; weight < kernel.length; weight += units) {
        FloatVector a = FloatVector.broadcast(SPECIES, kernel[weight]);
        a0 = FloatVector.fromArray(SPECIES, x, at).fma(a, a0);
        a1 = FloatVector.fromArray(SPECIES, x, at + LANES).fma(a, a1);
        at += xStride;
      }
      a0.intoArray(y, yFrom + row);
      a1.intoArray(y, yFrom + row + LANES);
    }
  }

  @Override
  public void softmax(float[] values, int[] elements, int stride, int from, int rows) {
    for (int row = from; row < from + rows; row += LANES) {
      FloatVector max = max(values, elements, stride, row);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int element : elements) {
        int at = element * stride + row;
        FloatVector exp = VectorMath.exp(FloatVector.fromArray(SPECIES, values, at).sub(max));
        exp.intoArray(values, at);
        sum = sum.add(exp);
      }
      FloatVector scale = FloatVector.broadcast(SPECIES, 1f).div(sum);
      for (int element : elements) {
        int at = element * stride + row;
        FloatVector.fromArray(SPECIES, values, at).mul(scale).intoArray(values, at);
      }
    }
  }

  @Override
  public void logSoftmax(float[] values, int[] elements, int stride, int from, int rows) {
    for (int row = from; row < from + rows; row += LANES) {
      FloatVector max = max(values, elements, stride, row);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int element : elements) {
        FloatVector x = FloatVector.fromArray(SPECIES, values, element * stride + row);
        sum = sum.add(VectorMath.exp(x.sub(max)));
      }
      FloatVector log = VectorMath.log(sum);
      for (int element : elements) {
        int at = element * stride + row;
        FloatVector.fromArray(SPECIES, values, at).sub(max).sub(log).intoArray(values, at);
      }
    }
  }

  private static FloatVector max(float[] values, int[] elements, int stride, int row) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int element : elements) {
      max = max.max(FloatVector.fromArray(SPECIES, values, element * stride + row));
    }
    return max;
  }

  @Override
  public void elu(float[] values, int from, int to, float alpha, float scale) {
    for (int i = from; i < to; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i);
      VectorMath.elu(x, alpha, scale).intoArray(values, i);
    }
  }

  @Override
  public void exponential(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void gelu(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.gelu(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void mish(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.mish(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void sigmoid(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.sigmoid(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void silu(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.silu(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void softplus(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.softplus(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void tanh(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      VectorMath.tanh(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }
}
