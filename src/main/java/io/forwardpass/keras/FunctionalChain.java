package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The layers of a Functional model that is one chain: each layer called once, on the one before.
 */
final class FunctionalChain {
  private FunctionalChain() {}

  static List<LayerObject> layers(Value config, Place place) {
    Map<String, LayerObject> bySource = new HashMap<>();
    LayerObject input = null;
    List<Value> listed = config.get("layers").list();
    for (Value object : listed) {
      LayerObject layer = LayerObject.of(object);
      List<String> sources = references(object.get("inbound_nodes").node());
      if (sources.isEmpty() && input == null) {
        input = layer;
      } else if (sources.size() != 1
          || object.get("inbound_nodes").node().size() != 1
          || bySource.put(sources.get(0), layer) != null) {
        throw notAChain(
            "layer '%s' (%s) has another number of inputs or outputs than one"
                .formatted(layer.name(), layer.className()),
            place);
      }
      checkCall(object.get("inbound_nodes").node(), layer, place);
    }
    List<LayerObject> chain = new ArrayList<>();
    for (LayerObject next = input; next != null; next = bySource.remove(next.name())) {
      chain.add(next);
    }
    if (chain.size() != listed.size() || input == null || !input.isInput()) {
      throw notAChain("its layers do not follow from one input layer", place);
    }
    List<String> outputs = references(config.get("output_layers").node());
    if (!outputs.equals(List.of(chain.get(chain.size() - 1).name()))
        || references(config.get("input_layers").node()).size() != 1) {
      throw notAChain("it has other inputs or outputs than the first and the last layer", place);
    }
    return chain;
  }

  private static UnsupportedModelException notAChain(String detail, Place place) {
    return place.unsupported("the Functional model is not one chain of layers: " + detail);
  }

  /** {@code layer(x, training=True)} makes a layer compute something else. */
  private static void checkCall(JsonNode nodes, LayerObject layer, Place place) {
    for (JsonNode arguments : callArguments(nodes)) {
      for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
        JsonNode value = argument.getValue();
        boolean inference =
            argument.getKey().equals("training") && value.isBoolean() && !value.booleanValue();
        if (!value.isNull() && !inference) {
          throw place.unsupported(
              "layer '%s' (%s) is called with the argument '%s', which is not supported"
                  .formatted(layer.name(), layer.className(), argument.getKey()));
        }
      }
    }
  }

  private static List<JsonNode> callArguments(JsonNode nodes) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode node : nodes) {
      if (node.isObject()) {
        found.add(node.path("kwargs"));
      } else {
        collectReferences(node, reference -> found.add(reference.path(3)));
      }
    }
    return found;
  }

  /** The layers that are referred to, by name. */
  private static List<String> references(JsonNode node) {
    List<String> names = new ArrayList<>();
    collectReferences(node, reference -> names.add(reference.get(0).textValue()));
    return names;
  }

  /**
   * Keras 2 writes {@code ["dense", 0, 0, {}]}; Keras 3 the same as the {@code keras_history} of a
   * tensor object. How deep they are nested depends on the version.
   */
  private static void collectReferences(JsonNode node, Consumer<JsonNode> found) {
    if (node.isArray() && node.path(0).isTextual() && node.path(1).isNumber()) {
      found.accept(node);
    } else if (node.isContainerNode()) {
      node.forEach(child -> collectReferences(child, found));
    }
  }
}
