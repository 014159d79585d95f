package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration of one layer. It remembers which keys were asked for: what a reader neither
 * asks for nor declares as meaningless at inference is refused by name.
 */
final class LayerConfig {
  // What every layer of every Keras may carry. Shapes of inputs are read from the first layer.
  private static final Set<String> COMMON =
      Set.of(
          "name",
          "trainable",
          "dtype",
          "batch_input_shape",
          "batch_shape",
          "input_shape",
          "input_dtype",
          "input_dim",
          "input_length",
          "activity_regularizer");

  private final String className;
  private final Value config;
  private final Writer writer;
  private final List<String> reasons;
  private final Set<String> known = new HashSet<>(COMMON);

  /**
   * @param config the layer's {@code config} object
   * @param reasons takes what is not supported
   */
  LayerConfig(String className, Value config, Writer writer, List<String> reasons) {
    this.className = className;
    this.config = config;
    this.writer = writer;
    this.reasons = reasons;
  }

  String className() {
    return className;
  }

  Writer writer() {
    return writer;
  }

  /** The layer's own name. An activation layer inside another may have none. */
  String name() {
    Value name = config.get("name");
    return name.isNull() ? className : name.text();
  }

  /** The value of the first of these keys that is there; the newest name comes first. */
  Value get(String... keys) {
    known.addAll(Arrays.asList(keys));
    for (String key : keys) {
      if (!config.get(key).isNull()) {
        return config.get(key);
      }
    }
    return config.get(keys[0]);
  }

  /**
   * The flag under the first of these keys that is there, even if it is null, which is no truth.
   */
  boolean flag(boolean otherwise, String... keys) {
    known.addAll(Arrays.asList(keys));
    for (String key : keys) {
      if (config.node().has(key)) {
        return config.get(key).flag();
      }
    }
    return otherwise;
  }

  float number(float otherwise, String... keys) {
    Value value = get(keys);
    return value.isNull() ? otherwise : value.number();
  }

  /** A small positive number that keeps a division sound. */
  float epsilon(float otherwise) {
    float epsilon = number(otherwise, "epsilon");
    if (epsilon < 0) {
      throw get("epsilon").wrong("a number of at least 0");
    }
    return epsilon;
  }

  /** The axes that the class works on: the digit before the {@code D} in its name. */
  int spatialAxes() {
    return className.charAt(className.indexOf('D', 1) - 1) - '0';
  }

  /** The layers of a network that is a layer. */
  Architecture architecture() {
    return Architecture.of(className, config, config);
  }

  /** A layer inside this one; empty where it is not supported, which is noted. */
  Optional<PlannedLayer> layer(String key) {
    Value object = get(key);
    if (!object.isObject()) {
      throw object.wrong("a layer");
    }
    return LayerReaders.plan(LayerObject.of(object), writer, reasons);
  }

  /** Where what is not supported is noted. */
  List<String> reasons() {
    return reasons;
  }

  /** The configurations of how these weights are trained. */
  void ignoreTraining(String... weights) {
    for (String weight : weights) {
      ignore(weight + "_initializer", weight + "_regularizer", weight + "_constraint");
    }
  }

  /**
   * The options of LoRA: Keras adds its product to the weight before it saves a {@code .keras}
   * file, and {@link WeightsLegacy} refuses files that keep them apart.
   */
  void ignoreLora() {
    ignore("lora_rank", "lora_alpha");
  }

  /** Keys that only training needs. */
  void ignore(String... keys) {
    known.addAll(Arrays.asList(keys));
  }

  /** Notes something that is not supported: {@code detail} goes on after the layer's name. */
  void unsupported(String detail) {
    reasons.add("layer '%s' (%s) %s".formatted(name(), className, detail));
  }

  LayerConfig inside(String innerClass, Value innerConfig) {
    return new LayerConfig(innerClass, innerConfig, writer, reasons);
  }

  /** To be called when all keys have been asked for. */
  void checkUnknownKeys() {
    Set<String> unknown = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : config.node().properties()) {
      if (!known.contains(entry.getKey()) && !entry.getValue().isNull()) {
        unknown.add(entry.getKey());
      }
    }
    unknown.forEach(
        key -> unsupported("has the option '%s', which is not supported".formatted(key)));
  }
}
