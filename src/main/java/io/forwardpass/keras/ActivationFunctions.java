package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Softmax;
import java.util.Optional;
import java.util.Set;

/** The activation of a layer: a name, a layer that stands for a function, or null for linear. */
final class ActivationFunctions {
  private static final Set<String> LAYERS =
      Set.of("ELU", "LeakyReLU", "ReLU", "Softmax", "ThresholdedReLU");

  private ActivationFunctions() {}

  static ActivationFunction read(LayerConfig config, String key) {
    Value value = config.get(key);
    if (value.isNull()) {
      return NamedActivation.LINEAR;
    }
    return value.isObject() ? layer(config, value) : named(config, value.text());
  }

  /** A function of a cell, which looks at each number alone; the newest name of the key first. */
  static ActivationFunction ofCell(LayerConfig config, String... keys) {
    Value value = config.get(keys);
    String key = value.isNull() ? keys[0] : value.path();
    ActivationFunction function = read(config, key.substring(key.lastIndexOf('.') + 1));
    boolean acrossARow =
        function == NamedActivation.GLU
            || function == NamedActivation.SOFTMAX
            || function == NamedActivation.LOG_SOFTMAX
            || function instanceof Softmax;
    if (acrossARow) {
      config.unsupported(
          "has the activation '%s' in a recurrent layer, which is not supported"
              .formatted(function.spelling()));
      return NamedActivation.LINEAR;
    }
    return function;
  }

  private static ActivationFunction named(LayerConfig config, String name) {
    if (name.equals("hard_sigmoid") && config.writer().major() < 3) {
      return NamedActivation.HARD_SIGMOID_KERAS_2;
    }
    Optional<NamedActivation> function = NamedActivation.named(name);
    if (function.isEmpty()) {
      config.unsupported("has the activation '%s', which is not supported".formatted(name));
    }
    return function.orElse(NamedActivation.LINEAR);
  }

  private static ActivationFunction layer(LayerConfig config, Value object) {
    String className = object.get("class_name").text();
    Value inner = object.get("config");
    if (LAYERS.contains(className)
        && inner.isObject()
        && LayerObject.isBuiltIn(object)
        && LayerReaders.of(className).orElseThrow().read(config.inside(className, inner))
            instanceof LayerPlan.Weightless plan
        && plan.layer() instanceof ActivationFunction function) {
      return function;
    }
    if (className.equals(Architecture.LAMBDA)) {
      config.unsupported("has Python code as activation, which is never run");
    } else if (className.equals("function") || !LayerObject.isBuiltIn(object)) {
      String name = inner.isText() ? inner.text() : className;
      config.unsupported("has the custom activation '%s', which is not supported".formatted(name));
    } else {
      config.unsupported("has a %s as activation, which is not supported".formatted(className));
    }
    return NamedActivation.LINEAR;
  }
}
