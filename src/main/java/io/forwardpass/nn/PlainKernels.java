package io.forwardpass.nn;

/** {@link Kernels} in plain Java, for JVMs without the Vector API. */
final class PlainKernels implements Kernels {

  @Override
  public DenseKernel dense(Tensor kernel, Tensor bias) {
    return new PlainDense(kernel, bias);
  }

  @Override
  public int mostDenseWeights() {
    return 1024;
  }

  @Override
  public void softmax(float[] values, int[] elements, int stride, int from, int rows) {
    for (int row = from; row < from + rows; row++) {
      float max = max(values, elements, stride, row);
      double sum = 0;
      for (int element : elements) {
        double exp = Math.exp(values[element * stride + row] - max);
        values[element * stride + row] = (float) exp;
        sum += exp;
      }
      for (int element : elements) {
        values[element * stride + row] /= (float) sum;
      }
    }
  }

  @Override
  public void logSoftmax(float[] values, int[] elements, int stride, int from, int rows) {
    for (int row = from; row < from + rows; row++) {
      float max = max(values, elements, stride, row);
      double sum = 0;
      for (int element : elements) {
        sum += Math.exp(values[element * stride + row] - max);
      }
      float log = (float) Math.log(sum);
      for (int element : elements) {
        values[element * stride + row] = values[element * stride + row] - max - log;
      }
    }
  }

  private static float max(float[] values, int[] elements, int stride, int row) {
    float max = Float.NEGATIVE_INFINITY;
    for (int element : elements) {
      max = Math.max(max, values[element * stride + row]);
    }
    return max;
  }

  @Override
  public void add(float[] values, int x, int y, int count) {
    for (int i = 0; i < count; i++) {
      values[y + i] += values[x + i];
    }
  }

  @Override
  public void blend(float[] values, int y, int x, int z, int count) {
    for (int i = 0; i < count; i++) {
      float share = values[z + i];
      values[y + i] = values[y + i] * share + values[x + i] * (1 - share);
    }
  }

  @Override
  public void mix(float[] values, int y, int f, int x, int g, int count) {
    for (int i = 0; i < count; i++) {
      values[y + i] = values[y + i] * values[f + i] + values[x + i] * values[g + i];
    }
  }

  @Override
  public void multiply(float[] values, int x, int y, int count) {
    for (int i = 0; i < count; i++) {
      values[y + i] *= values[x + i];
    }
  }

  @Override
  public void elu(float[] values, int from, int to, float alpha, float scale) {
    for (int i = from; i < to; i++) {
      float x = values[i];
      values[i] = scale * (x > 0 ? x : alpha * (float) Math.expm1(x));
    }
  }

  @Override
  public void exponential(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) Math.exp(values[i]);
    }
  }

  /**
   * {@code x · 0} is 0 for finite numbers alone; four sums, so that no addition waits for another.
   */
  @Override
  public boolean finite(float[] values, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int index = from;
    for (; index + 4 <= to; index += 4) {
      a += values[index] * 0f;
      b += values[index + 1] * 0f;
      c += values[index + 2] * 0f;
      d += values[index + 3] * 0f;
    }
    for (; index < to; index++) {
      a += values[index] * 0f;
    }
    return a + b + c + d == 0;
  }

  @Override
  public boolean within(float[] values, int from, int to, float least, float most) {
    boolean all = true;
    for (int index = from; index < to; index++) {
      all &= values[index] >= least && values[index] <= most;
    }
    return all;
  }

  @Override
  public void gelu(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      // Below -6 it is 0, and NaN at last; the error of erf would be multiplied instead.
      double x = values[i] == Float.NEGATIVE_INFINITY ? Float.NaN : Math.max(values[i], -6);
      values[i] = (float) (0.5 * x * (1 + erf(x * Math.sqrt(0.5))));
    }
  }

  /** A rational approximation with an error below 2e-7 (Eigen, {@code generic_fast_erf_float}). */
  private static double erf(double x) {
    double t = Math.max(-4, Math.min(4, x));
    double s = t * t;
    double p = -2.72614225801306e-10;
    p = p * s + 2.77068142495902e-08;
    p = p * s - 2.10102402082508e-06;
    p = p * s - 5.69250639462346e-05;
    p = p * s - 7.34990630326855e-04;
    p = p * s - 2.95459980854025e-03;
    p = p * s - 1.60960333262415e-02;
    double q = -1.45660718464996e-05;
    q = q * s - 2.13374055278905e-04;
    q = q * s - 1.68282697438203e-03;
    q = q * s - 7.37332916720468e-03;
    q = q * s - 1.42647390514189e-02;
    return t * p / q;
  }

  @Override
  public void max(float[] x, int from, float[] y, int to, int rows) {
    for (int row = 0; row < rows; row++) {
      y[to + row] = Math.max(x[from + row], y[to + row]);
    }
  }

  @Override
  public void largest(float[] x, int from, float[] y, int[] which, int number, int rows) {
    for (int row = 0; row < rows; row++) {
      if (x[from + row] > y[row]) {
        y[row] = x[from + row];
        which[row] = number;
      }
    }
  }

  @Override
  public void mish(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (values[i] * Math.tanh(softplus(values[i])));
    }
  }

  @Override
  public void relu(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.max(values[i], 0);
    }
  }

  @Override
  public void sigmoid(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (1 / (1 + Math.exp(-values[i])));
    }
  }

  @Override
  public void silu(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (values[i] / (1 + Math.exp(-values[i])));
    }
  }

  @Override
  public void softplus(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) softplus(values[i]);
    }
  }

  /** Without overflow for large {@code x}. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public void tanh(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) Math.tanh(values[i]);
    }
  }
}
