package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's layers in the order in which they are applied, not yet understood.
 *
 * @param layers with the input layers that the file lists
 * @param model the model's own JSON object
 */
record Architecture(String name, List<LayerObject> layers, Value model) {

  /** Reads a {@code Sequential}, or a Functional model that is one chain of layers. */
  static Architecture read(JsonNode json, Place place) {
    Value model = Value.of(json, "the architecture", place);
    if (!model.isObject() || !model.get("class_name").isText()) {
      throw model.wrong("a model's JSON object");
    }
    String className = model.get("class_name").text();
    if (!LayerObject.isBuiltIn(model)) {
      throw place.unsupported(
          "model class '%s' is a custom class; only Keras' own Sequential and Functional are supported"
              .formatted(className));
    }
    return switch (className) {
      case "Sequential" -> sequential(model);
      case "Functional", "Model" ->
          new Architecture(
              modelName(model), FunctionalChain.layers(model.get("config"), place), model);
      default ->
          throw place.unsupported(
              "model class '%s' is not supported; a Sequential is, or a Functional model that is one chain of layers"
                  .formatted(className));
    };
  }

  private static Architecture sequential(Value model) {
    Value config = model.get("config");
    Value list = config.node().isArray() ? config : config.get("layers");
    List<LayerObject> layers = new ArrayList<>();
    list.list().forEach(layer -> layers.add(LayerObject.of(layer)));
    return new Architecture(modelName(model), layers, model);
  }

  private static String modelName(Value model) {
    Value name = model.get("config").get("name");
    return name.isNull() ? "sequential" : name.text();
  }

  /** Whether any object says from which module it comes, as only Keras from 2.12 on writes. */
  boolean hasModules() {
    return !model.get("module").isNull()
        || layers.stream().anyMatch(layer -> !layer.object().get("module").isNull());
  }
}
