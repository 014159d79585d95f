package io.forwardpass.nn;

/**
 * Activation functions of a few arithmetic operations, which the JIT compiler vectorises by itself
 * or which are rare. In place, over {@code from ≤ index < to}; NaN stays NaN, for which {@code
 * Math.max} and comparisons are written as they are, but where Keras itself compares and chooses.
 */
final class Loops {
  private Loops() {}

  /** {@code y += x · factor}. */
  static void addScaled(float[] x, int from, float factor, float[] y, int to, int rows) {
    for (int row = 0; row < rows; row++) {
      y[to + row] += x[from + row] * factor;
    }
  }

  static void relu6(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.min(Math.max(values[i], 0), 6);
    }
  }

  /** Keras' layer {@code ReLU}. */
  static void relu(
      float[] values, int from, int to, float maxValue, float negativeSlope, float threshold) {
    for (int i = from; i < to; i++) {
      float x = values[i];
      float negative = negativeSlope == 0 && !Float.isNaN(x) ? 0 : negativeSlope * (x - threshold);
      values[i] = x >= maxValue ? maxValue : x > threshold ? x : negative;
    }
  }

  static void leakyRelu(float[] values, int from, int to, float negativeSlope) {
    for (int i = from; i < to; i++) {
      float x = values[i];
      values[i] = x > 0 ? x : negativeSlope * x;
    }
  }

  /** Keras 2 multiplies by 0 or 1, so that -∞ gives NaN. */
  static void thresholdedRelu(float[] values, int from, int to, float theta) {
    for (int i = from; i < to; i++) {
      values[i] = values[i] > theta ? values[i] : values[i] * 0 + 0f;
    }
  }

  static void threshold(float[] values, int from, int to, float threshold, float otherwise) {
    for (int i = from; i < to; i++) {
      values[i] = values[i] > threshold ? values[i] : otherwise;
    }
  }

  static void celu(float[] values, int from, int to, float alpha) {
    for (int i = from; i < to; i++) {
      float x = values[i];
      values[i] = x > 0 ? x : (float) (alpha * Math.expm1((double) x / alpha));
    }
  }

  /** {@code x · sigmoid(2u) = x · (1 + tanh u) / 2}. */
  static void geluByTanh(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      double x = values[i];
      double u = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
      values[i] = (float) (x / (1 + Math.exp(-2 * u)));
    }
  }

  /** NaN gives 0. */
  static void hardShrink(float[] values, int from, int to, float threshold) {
    for (int i = from; i < to; i++) {
      values[i] = Math.abs(values[i]) > threshold ? values[i] : 0;
    }
  }

  static void hardSigmoid(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.min(Math.max(values[i] / 6 + 0.5f, 0), 1);
    }
  }

  static void hardSigmoidKeras2(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.min(Math.max(0.2f * values[i] + 0.5f, 0), 1);
    }
  }

  static void hardSilu(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] *= Math.min(Math.max(values[i] / 6 + 0.5f, 0), 1);
    }
  }

  static void hardTanh(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.min(Math.max(values[i], -1), 1);
    }
  }

  static void negate(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = -values[i];
    }
  }

  /** NaN gives 0. */
  static void softShrink(float[] values, int from, int to, float threshold) {
    for (int i = from; i < to; i++) {
      float x = values[i];
      values[i] = x > threshold ? x - threshold : x < -threshold ? x + threshold : 0;
    }
  }

  static void softsign(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] /= 1 + Math.abs(values[i]);
    }
  }

  static void sparsePlus(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      float x = values[i];
      values[i] = x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4;
    }
  }

  static void sparseSigmoid(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.min(Math.max((values[i] + 1) / 2, 0), 1);
    }
  }

  /** In {@code double}: the square of a float as small as 2e19 is beyond float's range. */
  static void squareplus(float[] values, int from, int to, float b) {
    for (int i = from; i < to; i++) {
      double x = values[i];
      values[i] = (float) ((x + Math.sqrt(x * x + b)) / 2);
    }
  }

  /** In {@code double}: for small {@code x} the two terms cancel. */
  static void tanhShrink(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      double x = values[i];
      values[i] = (float) (x - Math.tanh(x));
    }
  }
}
