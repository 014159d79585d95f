package io.forwardpass.keras;

import io.forwardpass.nn.Activation;
import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import java.util.Optional;
import java.util.Set;

/**
 * The activation of a layer: a name, an operation with its arguments, a layer that stands for a
 * function, or null for linear.
 */
final class ActivationFunctions {
  private static final Set<String> LAYERS =
      Set.of("Activation", "ELU", "LeakyReLU", "ReLU", "Softmax", "ThresholdedReLU");

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
    if (!function.isElementwise()) {
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
    if (name.equals("threshold")) {
      config.unsupported(
          "has the activation 'threshold' without its arguments, which Keras cannot compute either");
    } else if (function.isEmpty()) {
      config.unsupported("has the activation '%s', which is not supported".formatted(name));
    }
    return function.orElse(NamedActivation.LINEAR);
  }

  private static ActivationFunction layer(LayerConfig config, Value object) {
    String className = object.get("class_name").text();
    Value inner = object.get("config");
    if (inner.isObject() && LayerObject.isBuiltIn(object)) {
      LayerConfig own = config.inside(className, inner);
      if (LAYERS.contains(className) || IdentityReader.CLASSES.contains(className)) {
        return function(LayerReaders.of(className).orElseThrow().read(own));
      } else if (ActivationOperations.isKnown(className)) {
        return ActivationOperations.read(own);
      }
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

  /** What a layer computes that looks at its inputs alone. */
  private static ActivationFunction function(LayerPlan plan) {
    Layer layer = ((LayerPlan.Weightless) plan).layer();
    if (layer instanceof Activation activation) {
      return activation.activation();
    }
    return layer instanceof InferenceIdentity ? NamedActivation.LINEAR : (ActivationFunction) layer;
  }
}
