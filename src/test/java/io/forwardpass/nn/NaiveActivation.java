package io.forwardpass.nn;

import java.util.Arrays;

/** Activation functions for the {@link NaiveTwin}. */
final class NaiveActivation {
  private NaiveActivation() {}

  static NaiveArray activate(ActivationFunction function, NaiveArray x) {
    boolean[] last = new boolean[x.rank()];
    last[x.rank() - 1] = true;
    if (function == NamedActivation.GLU) {
      return glu(x);
    } else if (function == NamedActivation.SOFTMAX) {
      return logSoftmax(x, last).map(Math::exp);
    } else if (function == NamedActivation.LOG_SOFTMAX) {
      return logSoftmax(x, last);
    } else if (function == NamedActivation.SPARSEMAX) {
      return sparsemax(x);
    } else if (function instanceof Softmax softmax) {
      return logSoftmax(x, NaiveNormalization.over(softmax.axes(), x.rank())).map(Math::exp);
    }
    return x.map(value -> activate(function, value));
  }

  private static NaiveArray glu(NaiveArray x) {
    int half = x.last() / 2;
    int[] dims = x.dims();
    dims[dims.length - 1] = half;
    return NaiveArray.each(
        dims,
        index -> {
          int[] gate = index.clone();
          gate[gate.length - 1] += half;
          return x.at(index) * sigmoid(x.at(gate));
        });
  }

  /** As Keras 3.15 has it: the sums of all that are in the support are added up once more. */
  private static NaiveArray sparsemax(NaiveArray x) {
    return NaiveArray.each(
        x.dims(),
        index -> {
          double[] sorted = new double[x.last()];
          for (int place = 0; place < sorted.length; place++) {
            int[] other = index.clone();
            other[other.length - 1] = place;
            sorted[place] = -x.at(other);
          }
          Arrays.sort(sorted);
          double sum = 0;
          double sums = 0;
          int support = 0;
          for (int rank = 1; rank <= sorted.length; rank++) {
            sum -= sorted[rank - 1];
            if (1 - rank * sorted[rank - 1] > sum) {
              sums += sum;
              support++;
            }
          }
          return Math.max(0, x.at(index) - (sums - 1) / support);
        });
  }

  private static NaiveArray logSoftmax(NaiveArray x, boolean[] over) {
    NaiveArray mean = x.mean(over);
    NaiveArray moved = NaiveArray.each(x.dims(), index -> x.at(index) - mean.broadcastAt(index));
    NaiveArray sums = moved.map(Math::exp).sum(over);
    return NaiveArray.each(x.dims(), index -> moved.at(index) - Math.log(sums.broadcastAt(index)));
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
    } else if (function instanceof ActivationWithArguments operation) {
      return operation(operation, x);
    }
    return switch ((NamedActivation) function) {
      case CELU, ELU -> x > 0 ? x : Math.expm1(x);
      case EXPONENTIAL -> Math.exp(x);
      case GELU -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
      case HARD_SHRINK -> Math.abs(x) > 0.5 ? x : 0;
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
      case SOFT_SHRINK -> x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0;
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SPARSE_PLUS -> x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4;
      case SPARSE_SIGMOID -> clip((x + 1) / 2, 0, 1);
      case SQUAREPLUS -> (x + Math.sqrt(x * x + 4)) / 2;
      case TANH -> Math.tanh(x);
      case TANH_SHRINK -> x - Math.tanh(x);
      case GLU, SOFTMAX, LOG_SOFTMAX, SPARSEMAX ->
          throw new AssertionError(function + " is of many numbers");
    };
  }

  private static double operation(ActivationWithArguments function, double x) {
    if (function instanceof ActivationWithArguments.Celu celu) {
      return x > 0 ? x : celu.alpha() * Math.expm1(x / celu.alpha());
    } else if (function instanceof ActivationWithArguments.Gelu gelu) {
      double cubic = Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3));
      return gelu.approximate() ? x * sigmoid(2 * cubic) : activate(NamedActivation.GELU, x);
    } else if (function instanceof ActivationWithArguments.HardShrink shrink) {
      return Math.abs(x) > shrink.threshold() ? x : 0;
    } else if (function instanceof ActivationWithArguments.SoftShrink shrink) {
      return Math.abs(x) > shrink.threshold() ? x - Math.signum(x) * shrink.threshold() : 0;
    } else if (function instanceof ActivationWithArguments.Squareplus squareplus) {
      return (x + Math.sqrt(x * x + squareplus.b())) / 2;
    } else if (function instanceof ActivationWithArguments.Threshold threshold) {
      return x > threshold.threshold() ? x : threshold.defaultValue();
    }
    throw new AssertionError(function + " is of many numbers");
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
