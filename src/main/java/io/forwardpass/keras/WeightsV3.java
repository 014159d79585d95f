package io.forwardpass.keras;

import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of a {@code .keras} archive: {@code layers/dense_1/vars/0}, where the group is named
 * by the layer's class and its number among the layers of that class.
 *
 * <p>Source: {@code keras/src/saving/saving_lib.py}, {@code _save_container_state}.
 */
final class WeightsV3 implements Weights {
  private static final List<String> CONTAINERS =
      List.of("layers", "_layer_checkpoint_dependencies");
  private static final int DEEPEST = 32;

  private final Place place;
  private final Map<String, Hdf5Dataset> unread = new LinkedHashMap<>();
  private final Map<String, String> ownNames = new HashMap<>();
  private final Set<Long> visited = new HashSet<>();
  private final Map<String, String> groups;

  WeightsV3(Hdf5Group root, List<ModelPlan.PlannedLayer> layers, Place place) {
    this.place = place;
    for (String name : root.names()) {
      // Keras 2.12 to 2.15 on Windows made one link of a whole path.
      String path = name.replace('\\', '/');
      if (CONTAINERS.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + "/"))) {
        visit(root, name, path.substring(path.indexOf('/') + 1), path.contains("/") ? 1 : 0);
      }
    }
    this.groups = bestNumbering(layers);
  }

  /** Collects the datasets below a link, by their path within the container of layers. */
  private void visit(Hdf5Group parent, String name, String path, int depth) {
    Optional<Hdf5Group> group = parent.group(name);
    if (group.isEmpty()) {
      parent
          .dataset(name)
          .ifPresent(
              dataset -> {
                if (unread.put(path, dataset) != null) {
                  throw place.inconsistent("the weight '%s' is stored twice".formatted(path));
                }
              });
      return;
    }
    if (depth > DEEPEST || !visited.add(group.get().address())) {
      throw place.inconsistent(
          "group '%s' of the weights is reached twice, or lies too deep"
              .formatted(group.get().path()));
    }
    if (path.endsWith("/vars")) {
      group.get().string("name").ifPresent(own -> ownNames.put(path, own));
    }
    for (String child : group.get().names()) {
      visit(group.get(), child, depth == 0 ? child : path + "/" + child, depth + 1);
    }
  }

  /**
   * Keras 2.12 and 2.13 advanced the number by two behind a layer with weights; the numbering under
   * which all weights are there is the file's.
   */
  private Map<String, String> bestNumbering(List<ModelPlan.PlannedLayer> layers) {
    Map<String, String> usual = number(layers, 1);
    Map<String, String> byTwo = number(layers, 2);
    return !hasAll(layers, usual) && hasAll(layers, byTwo) ? byTwo : usual;
  }

  private boolean hasAll(List<ModelPlan.PlannedLayer> layers, Map<String, String> numbering) {
    for (ModelPlan.PlannedLayer layer : layers) {
      for (int index = 0; index < layer.plan().weightNames().size(); index++) {
        if (!unread.containsKey(path(numbering.get(layer.name()), index))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The group of each layer, by the layer's own name. */
  static Map<String, String> number(List<ModelPlan.PlannedLayer> layers, int stepWithWeights) {
    Map<String, Integer> used = new HashMap<>();
    Map<String, String> numbered = new HashMap<>();
    for (ModelPlan.PlannedLayer layer : layers) {
      String base = snakeCase(layer.className());
      int number = used.getOrDefault(base, 0);
      numbered.put(layer.name(), number == 0 ? base : base + "_" + number);
      used.put(base, number + (layer.hasWeights() ? stepWithWeights : 1));
    }
    return numbered;
  }

  /** {@code keras.src.utils.naming.to_snake_case}. */
  static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  private static String path(String group, int index) {
    return group + "/vars/" + index;
  }

  @Override
  public List<Tensor> of(ModelPlan.PlannedLayer layer, List<List<Integer>> shapes) {
    String group = groups.get(layer.name());
    String own = ownNames.get(group + "/vars");
    if (own != null && !own.equals(layer.name())) {
      throw place.inconsistent(
          "the weights in '%s' belong to a layer '%s', not to %s".formatted(group, own, layer));
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int index = 0; index < shapes.size(); index++) {
      String name = layer.plan().weightNames().get(index);
      Hdf5Dataset dataset = unread.remove(path(group, index));
      if (dataset == null) {
        throw place.inconsistent(
            "the weight '%s' of %s is missing: there is no '%s' with shape %s"
                .formatted(name, layer, path(group, index), WeightTensor.tuple(shapes.get(index))));
      }
      tensors.add(WeightTensor.read(dataset, layer, name, shapes.get(index)));
    }
    return tensors;
  }

  @Override
  public void checkAllRead() {
    if (!unread.isEmpty()) {
      Hdf5Dataset first = unread.values().iterator().next();
      throw place.inconsistent(
          "%d stored weights belong to no layer of the architecture, such as '%s' with shape %s"
              .formatted(unread.size(), first.path(), WeightTensor.tuple(first.dims())));
    }
  }
}
