package io.forwardpass.keras;

import io.forwardpass.nn.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
  /** The group that holds a network's layers. */
  static final String LAYERS = "layers";

  /** What Keras 2.12 to 2.14 called it. */
  private static final String DEPENDENCIES = "_layer_checkpoint_dependencies";

  private static final int DEEPEST = 32;

  private final Place place;

  /** By path, in which {@link #LAYERS} stands for either name. */
  private final Map<String, Hdf5Dataset> unread = new LinkedHashMap<>();

  private final Map<String, String> ownNames = new HashMap<>();
  private final Set<Long> visited = new HashSet<>();

  /** By how much the numbers of the file's groups go on; see {@link WeightTree#folders}. */
  private final int step;

  /** The group of each layer, by the layer's own name. */
  private final Map<String, String> folders = new HashMap<>();

  WeightsV3(Hdf5Group root, List<PlannedLayer> layers, Place place) {
    this.place = place;
    for (String name : root.names()) {
      // Keras 2.12 to 2.15 on Windows made one link of a whole path.
      String path = name.replace('\\', '/').replace(DEPENDENCIES, LAYERS);
      if (path.equals(LAYERS) || path.startsWith(LAYERS + "/")) {
        visit(root, name, path, 0);
      }
    }
    WeightTree model = WeightTree.of(layers.stream().map(PlannedLayer::branch).toList());
    this.step = step(model);
    List<String> inOrder = model.folders(step);
    for (int index = 0; index < layers.size(); index++) {
      folders.put(layers.get(index).name(), inOrder.get(index));
    }
  }

  /** Collects the datasets below a link, by their path. */
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
      visit(group.get(), child, path + "/" + child.replace(DEPENDENCIES, LAYERS), depth + 1);
    }
  }

  /**
   * Keras 2.12 and 2.13 advanced the number by two behind a layer with weights; the numbering under
   * which all weights are there is the file's.
   */
  private int step(WeightTree model) {
    boolean usual = unread.keySet().containsAll(model.paths(1));
    return !usual && unread.keySet().containsAll(model.paths(2)) ? 2 : 1;
  }

  @Override
  public List<Long> firstDims(PlannedLayer layer) {
    String path = folders.get(layer.name()) + "/" + layer.weights().paths(step).get(0);
    return Optional.ofNullable(unread.get(path))
        .map(Hdf5Dataset::dims)
        .orElseThrow(
            () ->
                place.inconsistent(
                    "%s has learned no mean: there is no '%s'"
                        .formatted(layer, withoutContainer(path))));
  }

  @Override
  public WeightSource of(PlannedLayer layer) {
    String folder = folders.get(layer.name());
    String own = ownNames.get(folder + "/vars");
    if (own != null && !own.equals(layer.name())) {
      throw place.inconsistent(
          "the weights in '%s' belong to a layer '%s', not to %s"
              .formatted(withoutContainer(folder), own, layer));
    }
    List<String> paths = layer.weights().paths(step);
    return new WeightSource(
        layer.weights().names(),
        (index, name, shapes) -> read(folder + "/" + paths.get(index), layer, name, shapes));
  }

  private Tensor read(String path, PlannedLayer layer, String name, List<List<Integer>> shapes) {
    Hdf5Dataset dataset = unread.remove(path);
    if (dataset == null) {
      throw place.inconsistent(
          "the weight '%s' of %s is missing: there is no '%s' with shape %s"
              .formatted(name, layer, withoutContainer(path), WeightTensor.tuple(shapes.get(0))));
    }
    return WeightTensor.read(dataset, layer, name, shapes);
  }

  private static String withoutContainer(String path) {
    return path.substring(LAYERS.length() + 1);
  }

  @Override
  public void checkAllRead() {
    if (!unread.isEmpty()) {
      Hdf5Dataset first = unread.values().iterator().next();
      throw place.inconsistent(
          "%s stored weights belong to no layer of the architecture, such as '%s' with shape %s"
              .formatted(unread.size(), first.path(), WeightTensor.tuple(first.dims())));
    }
  }
}
