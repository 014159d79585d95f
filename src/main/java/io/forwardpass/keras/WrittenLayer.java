package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer or a cell as a {@code .keras} file holds it.
 *
 * @param className the Keras class
 * @param config its arguments; what training alone needs is left to Keras' defaults
 * @param weights in the order in which Keras makes them, of its own
 * @param branches the layers inside, behind its own weights
 */
record WrittenLayer(
    String className, ObjectNode config, List<StoredWeight> weights, List<Branch> branches) {

  /**
   * A layer inside another one.
   *
   * @param folder the attribute of the outer layer that holds it
   * @param listed whether the attribute holds a list
   */
  record Branch(String folder, boolean listed, WrittenLayer layer) {}

  WrittenLayer {
    weights = List.copyOf(weights);
    branches = List.copyOf(branches);
  }

  /** A layer with all its weights in itself. */
  static WrittenLayer of(String className, ObjectNode config, StoredWeight... weights) {
    return new WrittenLayer(className, config, List.of(weights), List.of());
  }

  /** A layer with all its weights in others. */
  static WrittenLayer of(String className, ObjectNode config, List<Branch> branches) {
    return new WrittenLayer(className, config, List.of(), branches);
  }

  /** The beginning of a configuration. */
  static ObjectNode config(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("dtype", "float32");
  }

  /** The layer's object in the architecture. */
  ObjectNode json() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("module", className.equals("Sequential") ? "keras" : "keras.layers");
    object.put("class_name", className);
    object.set("config", config);
    return object.putNull("registered_name");
  }

  /** As one of the layers of a network. */
  Branch listedIn(String folder) {
    return new Branch(folder, true, this);
  }

  /** As the only layer of an attribute. */
  Branch heldBy(String folder) {
    return new Branch(folder, false, this);
  }

  /** Where the weights go, in the order of {@link #allWeights}. */
  WeightTree tree() {
    return new WeightTree(
        weights.stream().map(StoredWeight::name).toList(),
        List.of(),
        branches.stream()
            .map(
                branch ->
                    new WeightTree.Branch(
                        branch.folder,
                        branch.listed ? branch.layer.className : "",
                        branch.layer.tree()))
            .toList(),
        false);
  }

  List<StoredWeight> allWeights() {
    List<StoredWeight> all = new ArrayList<>(weights);
    branches.forEach(branch -> all.addAll(branch.layer.allWeights()));
    return all;
  }
}
