package io.forwardpass.nn;

import java.util.Arrays;

/**
 * The forward pass of one row in {@code double}, slow and obvious, from Keras' formulas: what the
 * fast one is held against. Shares nothing with it but the layers' records.
 */
final class NaiveTwin {
  private NaiveTwin() {}

  static double[] forward(Sequential model, double[] row) {
    double[] x = row.clone();
    Shape shape = model.input();
    for (Layer layer : model.layers()) {
      x = forward(layer, x, shape);
      shape = layer.outputShape(shape);
    }
    return x;
  }

  private static double[] forward(Layer layer, double[] x, Shape shape) {
    if (layer instanceof Dense dense) {
      double[] sums = dense(dense, x);
      return activate(dense.activation(), sums, shape.withLast(dense.units()));
    } else if (layer instanceof Activation activation) {
      return activate(activation.activation(), x, shape);
    } else if (layer instanceof ActivationFunction function) {
      return activate(function, x, shape);
    } else if (layer instanceof Flatten flatten) {
      return flatten(flatten, x, shape);
    } else if (layer instanceof BatchNormalization normalization) {
      return batchNormalization(normalization, x, shape);
    } else if (layer instanceof Normalization normalization) {
      return normalization(normalization, x, shape);
    } else if (layer instanceof Rescaling rescaling) {
      return rescaling(rescaling, x, shape);
    } else {
      return x;
    }
  }

  private static double[] dense(Dense dense, double[] x) {
    int inputs = dense.kernel().shape().dim(0);
    int units = dense.kernel().shape().dim(1);
    int positions = x.length / inputs;
    double[] y = new double[positions * units];
    for (int position = 0; position < positions; position++) {
      for (int unit = 0; unit < units; unit++) {
        double sum = dense.bias().values()[unit];
        for (int input = 0; input < inputs; input++) {
          sum += x[position * inputs + input] * dense.kernel().values()[input * units + unit];
        }
        y[position * units + unit] = sum;
      }
    }
    return y;
  }

  private static double[] flatten(Flatten flatten, double[] x, Shape shape) {
    if (flatten.dataFormat() == DataFormat.CHANNELS_LAST || shape.rank() < 2) {
      return x;
    }
    int channels = shape.dim(0);
    int positions = x.length / channels;
    double[] y = new double[x.length];
    int next = 0;
    for (int position = 0; position < positions; position++) {
      for (int channel = 0; channel < channels; channel++) {
        y[next++] = x[channel * positions + position];
      }
    }
    return y;
  }

  private static double[] batchNormalization(BatchNormalization layer, double[] x, Shape shape) {
    double[] y = new double[x.length];
    int axis = layer.axis() < 0 ? shape.rank() + layer.axis() : layer.axis() - 1;
    for (int element = 0; element < x.length; element++) {
      int channel = index(element, shape)[axis];
      double mean = layer.movingMean().values()[channel];
      double variance = layer.movingVariance().values()[channel];
      y[element] =
          layer.gamma().values()[channel]
                  * (x[element] - mean)
                  / Math.sqrt(variance + layer.epsilon())
              + layer.beta().values()[channel];
    }
    return y;
  }

  private static double[] normalization(Normalization layer, double[] x, Shape shape) {
    double[] y = new double[x.length];
    for (int element = 0; element < x.length; element++) {
      double mean = broadcast(layer.mean(), element, shape);
      double deviation = Math.max(Math.sqrt(broadcast(layer.variance(), element, shape)), 1e-7);
      y[element] = layer.invert() ? mean + x[element] * deviation : (x[element] - mean) / deviation;
    }
    return y;
  }

  private static double[] rescaling(Rescaling layer, double[] x, Shape shape) {
    double[] y = new double[x.length];
    for (int element = 0; element < x.length; element++) {
      y[element] =
          x[element] * broadcast(layer.scale(), element, shape)
              + broadcast(layer.offset(), element, shape);
    }
    return y;
  }

  /** The element's number on each axis. */
  private static int[] index(int element, Shape shape) {
    int[] index = new int[shape.rank()];
    int rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return index;
  }

  private static double broadcast(Tensor small, int element, Shape shape) {
    int[] index = index(element, shape);
    int missing = shape.rank() - small.shape().rank();
    int at = 0;
    for (int axis = 0; axis < small.shape().rank(); axis++) {
      int length = small.shape().dim(axis);
      at = at * length + (length == 1 ? 0 : index[axis + missing]);
    }
    return small.values()[at];
  }

  static double[] activate(ActivationFunction function, double[] x, Shape shape) {
    if (function == NamedActivation.GLU) {
      return glu(x, shape.last());
    } else if (function == NamedActivation.SOFTMAX || function == NamedActivation.LOG_SOFTMAX) {
      boolean[] over = new boolean[shape.rank()];
      over[shape.rank() - 1] = true;
      double[] y = softmax(x, shape, over);
      return function == NamedActivation.SOFTMAX ? y : Arrays.stream(y).map(Math::log).toArray();
    } else if (function instanceof Softmax softmax) {
      boolean[] over = new boolean[shape.rank()];
      softmax.axes().forEach(axis -> over[axis < 0 ? axis + over.length : axis - 1] = true);
      return softmax(x, shape, over);
    }
    return Arrays.stream(x).map(value -> activate(function, value)).toArray();
  }

  private static double[] glu(double[] x, int last) {
    int half = last / 2;
    double[] y = new double[x.length / 2];
    for (int i = 0; i < y.length; i++) {
      int a = i / half * last + i % half;
      y[i] = x[a] * sigmoid(x[a + half]);
    }
    return y;
  }

  private static double[] softmax(double[] x, Shape shape, boolean[] over) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int j = 0; j < x.length; j++) {
        if (sameGroup(index(i, shape), index(j, shape), over)) {
          sum += Math.exp(x[j] - x[i]);
        }
      }
      y[i] = 1 / sum;
    }
    return y;
  }

  private static boolean sameGroup(int[] a, int[] b, boolean[] over) {
    for (int axis = 0; axis < over.length; axis++) {
      if (!over[axis] && a[axis] != b[axis]) {
        return false;
      }
    }
    return true;
  }

  static double activate(ActivationFunction function, double x) {
    if (function instanceof ELU elu) {
      return x > 0 ? x : elu.alpha() * Math.expm1(x);
    } else if (function instanceof LeakyReLU leaky) {
      return x > 0 ? x : leaky.negativeSlope() * x;
    } else if (function instanceof ThresholdedReLU relu) {
      return Double.isNaN(x) || x > relu.theta() ? x : 0;
    } else if (function instanceof ReLU relu) {
      if (x >= relu.maxValue()) {
        return relu.maxValue();
      }
      return x > relu.threshold() ? x : relu.negativeSlope() * (x - relu.threshold());
    }
    return switch ((NamedActivation) function) {
      case CELU, ELU -> x > 0 ? x : Math.expm1(x);
      case EXPONENTIAL -> Math.exp(x);
      case GELU -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
      case HARD_SHRINK -> Math.abs(x) > 0.5 || Double.isNaN(x) ? x : 0;
      case HARD_SIGMOID -> clip(x / 6 + 0.5, 0, 1);
      case HARD_SIGMOID_KERAS_2 -> clip(0.2 * x + 0.5, 0, 1);
      case HARD_SILU -> x * clip(x / 6 + 0.5, 0, 1);
      case HARD_TANH -> clip(x, -1, 1);
      case LEAKY_RELU -> x > 0 ? x : 0.2 * x;
      case LINEAR -> x;
      case LOG_SIGMOID -> -softplus(-x);
      case MISH -> x * Math.tanh(softplus(x));
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case SELU -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
      case SIGMOID -> sigmoid(x);
      case SILU -> x * sigmoid(x);
      case SOFT_SHRINK -> x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : x * 0;
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SPARSE_PLUS -> x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4;
      case SPARSE_SIGMOID -> clip((x + 1) / 2, 0, 1);
      case SQUAREPLUS -> (x + Math.sqrt(x * x + 4)) / 2;
      case TANH -> Math.tanh(x);
      case TANH_SHRINK -> x - Math.tanh(x);
      case GLU, SOFTMAX, LOG_SOFTMAX -> throw new AssertionError(function + " is of many numbers");
    };
  }

  private static double clip(double x, double low, double high) {
    return Math.min(Math.max(x, low), high);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** {@code 2/√π · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!! · exp(−x²)}; all terms have one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
