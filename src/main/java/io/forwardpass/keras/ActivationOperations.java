package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.ActivationWithArguments;
import io.forwardpass.nn.ELU;
import io.forwardpass.nn.LeakyReLU;
import io.forwardpass.nn.NamedActivation;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The operations of Keras 3 that may stand for an activation, by their {@code class_name}; {@code
 * Softmax} and {@code ReLU} have the arguments of the layers of that name.
 *
 * <p>Source: {@code keras/src/ops/nn.py} and {@code keras/src/activations/activations.py}.
 */
final class ActivationOperations {
  private static final Map<String, Function<LayerConfig, ActivationFunction>> BY_CLASS =
      new TreeMap<>();

  static {
    BY_CLASS.put("Celu", ActivationOperations::celu);
    BY_CLASS.put("Elu", config -> new ELU(config.name(), config.number(1f, "alpha")));
    BY_CLASS.put("Gelu", ActivationOperations::gelu);
    BY_CLASS.put("Glu", config -> new ActivationWithArguments.Glu(axis(config)));
    BY_CLASS.put("HardShrink", ActivationOperations::hardShrink);
    BY_CLASS.put("HardSigmoid", config -> NamedActivation.HARD_SIGMOID);
    BY_CLASS.put("HardSilu", config -> NamedActivation.HARD_SILU);
    BY_CLASS.put("HardTanh", config -> NamedActivation.HARD_TANH);
    BY_CLASS.put("LeakyRelu", ActivationOperations::leakyRelu);
    BY_CLASS.put("LogSigmoid", config -> NamedActivation.LOG_SIGMOID);
    BY_CLASS.put("LogSoftmax", config -> new ActivationWithArguments.LogSoftmax(axis(config)));
    BY_CLASS.put("Mish", config -> NamedActivation.MISH);
    BY_CLASS.put("Relu", config -> NamedActivation.RELU);
    BY_CLASS.put("Relu6", config -> NamedActivation.RELU6);
    BY_CLASS.put("Selu", config -> NamedActivation.SELU);
    BY_CLASS.put("Sigmoid", config -> NamedActivation.SIGMOID);
    BY_CLASS.put("Silu", config -> NamedActivation.SILU);
    BY_CLASS.put("SoftShrink", ActivationOperations::softShrink);
    BY_CLASS.put("Softplus", config -> NamedActivation.SOFTPLUS);
    BY_CLASS.put("Softsign", config -> NamedActivation.SOFTSIGN);
    BY_CLASS.put("SparsePlus", config -> NamedActivation.SPARSE_PLUS);
    BY_CLASS.put("SparseSigmoid", config -> NamedActivation.SPARSE_SIGMOID);
    BY_CLASS.put("Sparsemax", config -> new ActivationWithArguments.Sparsemax(axis(config)));
    BY_CLASS.put("Squareplus", ActivationOperations::squareplus);
    BY_CLASS.put("TanhShrink", config -> NamedActivation.TANH_SHRINK);
    BY_CLASS.put("Threshold", ActivationOperations::threshold);
  }

  private ActivationOperations() {}

  static boolean isKnown(String className) {
    return BY_CLASS.containsKey(className);
  }

  static ActivationFunction read(LayerConfig config) {
    ActivationFunction function = BY_CLASS.get(config.className()).apply(config);
    config.checkUnknownKeys();
    return function;
  }

  private static int axis(LayerConfig config) {
    Value axis = config.get("axis");
    return axis.isNull() ? -1 : axis.integer();
  }

  private static ActivationFunction celu(LayerConfig config) {
    return new ActivationWithArguments.Celu(config.number(1f, "alpha"));
  }

  private static ActivationFunction gelu(LayerConfig config) {
    return new ActivationWithArguments.Gelu(config.flag(true, "approximate"));
  }

  private static ActivationFunction hardShrink(LayerConfig config) {
    return new ActivationWithArguments.HardShrink(config.number(0.5f, "threshold"));
  }

  private static ActivationFunction leakyRelu(LayerConfig config) {
    return new LeakyReLU(config.name(), config.number(0.2f, "negative_slope"));
  }

  private static ActivationFunction softShrink(LayerConfig config) {
    return new ActivationWithArguments.SoftShrink(config.number(0.5f, "threshold"));
  }

  private static ActivationFunction squareplus(LayerConfig config) {
    return new ActivationWithArguments.Squareplus(config.number(4f, "b"));
  }

  private static ActivationFunction threshold(LayerConfig config) {
    return new ActivationWithArguments.Threshold(
        config.get("threshold").number(), config.get("default_value").number());
  }
}
