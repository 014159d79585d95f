package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Functional model whose layers form one chain: each is called once, on the one before.
 *
 * @param listed the layers as the file lists them
 * @param bySource each layer by the name of the one that it is called on
 */
record FunctionalChain(Value config, List<LayerObject> listed, Map<String, LayerObject> bySource) {

  /** What Keras 3 makes masks with. */
  private static final Set<String> MASK_OPERATIONS = Set.of("NotEqual", "Any");

  static FunctionalChain of(Value config) {
    List<LayerObject> listed = config.get("layers").list().stream().map(LayerObject::of).toList();
    Map<String, LayerObject> bySource = new HashMap<>();
    for (LayerObject layer : listed) {
      references(inboundNodes(layer)).forEach(source -> bySource.put(source, layer));
    }
    return new FunctionalChain(config, listed, bySource);
  }

  /** The layers from input to output; in the file's order where they are not one chain. */
  List<LayerObject> layers() {
    return objection().isPresent() ? listed : chain();
  }

  /** Why the layers are not one chain; empty where they are. */
  Optional<String> objection() {
    Optional<LayerObject> mask =
        listed.stream().filter(layer -> MASK_OPERATIONS.contains(layer.className())).findFirst();
    if (mask.isPresent()) {
      return Optional.of(
          "the Functional model carries a mask, which Keras 3 writes as layers of its own (%s); build it as a Sequential to have it scored"
              .formatted(mask.get()));
    }
    Set<String> fed = new HashSet<>();
    for (LayerObject layer : listed) {
      int calls = inboundNodes(layer).size();
      List<String> sources = references(inboundNodes(layer));
      if (calls > 1) {
        return notAChain("%s is used %s times".formatted(layer, calls));
      } else if (sources.size() != (layer.isInput() ? 0 : 1)) {
        return notAChain("%s has %s inputs".formatted(layer, sources.size()));
      } else if (!fed.addAll(sources) && !layer.isInput()) {
        return notAChain("'%s' has more than one output".formatted(sources.get(0)));
      }
      Optional<String> argument = unusualArgument(layer);
      if (argument.isPresent()) {
        return Optional.of(
            "%s is called with the argument '%s', which is not supported"
                .formatted(layer, argument.get()));
      }
    }
    List<LayerObject> chain = chain();
    if (chain.size() != listed.size()) {
      return notAChain(
          "%s of its %s layers follow one another".formatted(chain.size(), listed.size()));
    }
    String last = chain.get(chain.size() - 1).name();
    if (!references(config.get("output_layers").node()).equals(List.of(last))) {
      return notAChain("it has other outputs than its last layer");
    }
    return Optional.empty();
  }

  private static Optional<String> notAChain(String detail) {
    return Optional.of("the Functional model is not one chain of layers: " + detail);
  }

  /** From the first input layer on, as far as it goes; a circle is never entered. */
  private List<LayerObject> chain() {
    List<LayerObject> chain = new ArrayList<>();
    Map<String, LayerObject> left = new HashMap<>(bySource);
    LayerObject next = listed.stream().filter(LayerObject::isInput).findFirst().orElse(null);
    while (next != null) {
      chain.add(next);
      next = left.remove(next.name());
    }
    return chain;
  }

  private static JsonNode inboundNodes(LayerObject layer) {
    return layer.object().get("inbound_nodes").node();
  }

  /** {@code layer(x, training=True)} makes a layer compute something else. */
  private static Optional<String> unusualArgument(LayerObject layer) {
    List<JsonNode> calls = new ArrayList<>();
    for (JsonNode node : inboundNodes(layer)) {
      if (node.isObject()) {
        calls.add(node.path("kwargs"));
      } else {
        forEachReference(node, reference -> calls.add(reference.path(3)));
      }
    }
    for (JsonNode arguments : calls) {
      for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
        JsonNode value = argument.getValue();
        boolean inference =
            argument.getKey().equals("training") && value.isBoolean() && !value.booleanValue();
        if (!value.isNull() && !inference) {
          return Optional.of(argument.getKey());
        }
      }
    }
    return Optional.empty();
  }

  /** The layers that are referred to, by name. */
  private static List<String> references(JsonNode node) {
    List<String> names = new ArrayList<>();
    forEachReference(node, reference -> names.add(reference.get(0).textValue()));
    return names;
  }

  /**
   * Keras 2 writes {@code ["dense", 0, 0, {}]}; Keras 3 the same as the {@code keras_history} of a
   * tensor object. How deep they are nested depends on the version.
   */
  private static void forEachReference(JsonNode node, Consumer<JsonNode> found) {
    if (node.isArray() && node.path(0).isTextual() && node.path(1).isNumber()) {
      found.accept(node);
    } else if (node.isContainerNode()) {
      node.forEach(child -> forEachReference(child, found));
    }
  }
}
