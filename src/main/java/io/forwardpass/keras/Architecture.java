package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's layers in the order in which they are applied, not yet understood.
 *
 * @param layers with the input layers that the file lists
 * @param objection why the layers cannot be applied one after the other; empty where they can
 * @param model the model's own JSON object
 */
record Architecture(
    String name, List<LayerObject> layers, Optional<String> objection, Value model) {

  /** The class of an object that holds the bytes of a Python function. */
  static final String LAMBDA = "__lambda__";

  /**
   * Reads a {@code Sequential}, or a Functional model that is one chain of layers.
   *
   * @param owner what messages call the JSON
   */
  static Architecture read(JsonNode json, String owner, Place place) {
    Value model = Value.of(json, owner, place);
    if (!model.isObject()) {
      throw model.wrong("a model's JSON object");
    }
    String className = model.get("class_name").text();
    if (!LayerObject.isBuiltIn(model)) {
      throw place.unsupported(
          "model class '%s' is a custom class; only Keras' own Sequential and Functional are supported"
              .formatted(className));
    }
    return of(className, model.get("config"), model);
  }

  /**
   * The layers in the configuration of a network.
   *
   * @param model the network's JSON object, as far as it is known
   */
  static Architecture of(String className, Value config, Value model) {
    String name = config.get("name").isNull() ? "sequential" : config.get("name").text();
    return switch (className) {
      case "Sequential" -> {
        Value list = config.isList() ? config : config.get("layers");
        yield new Architecture(
            name, list.list().stream().map(LayerObject::of).toList(), Optional.empty(), model);
      }
      case "Functional", "Model" -> {
        FunctionalChain chain = FunctionalChain.of(config);
        yield new Architecture(name, chain.layers(), chain.objection(), model);
      }
      default ->
          throw model
              .place()
              .unsupported(
                  "model class '%s' is not supported; a Sequential is, or a Functional model that is one chain of layers"
                      .formatted(className));
    };
  }

  /** Whether Python code stands anywhere but in the settings for training. */
  boolean holdsCode() {
    return holdsCode(model.node());
  }

  private static boolean holdsCode(JsonNode node) {
    if (node.path("class_name").asText().equals(LAMBDA)) {
      return true;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getKey().equals("compile_config") && holdsCode(entry.getValue())) {
        return true;
      }
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (holdsCode(element)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether any object says from which module it comes, as only Keras from 2.12 on writes. */
  boolean hasModules() {
    return !model.get("module").isNull()
        || layers.stream().anyMatch(layer -> !layer.object().get("module").isNull());
  }
}
