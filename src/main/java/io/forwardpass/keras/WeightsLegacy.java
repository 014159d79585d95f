package io.forwardpass.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The weights of an HDF5 file as Keras 1 to 3 write it: layers with weights are paired by position,
 * and so are the weights of each; names do not count.
 *
 * <p>Source: {@code keras/src/legacy/saving/legacy_h5_format.py}, {@code
 * load_weights_from_hdf5_group}.
 */
final class WeightsLegacy implements Weights {
  private final Place place;
  private final Iterator<StoredLayer> stored;
  private final List<StoredLayer> all;

  /** A layer that has weights in the file. */
  private record StoredLayer(String name, Hdf5Group group, List<String> weightNames) {

    /** Whether the low-rank product of LoRA stands beside the weight that it belongs to. */
    boolean hasLora() {
      return weightNames.stream()
          .anyMatch(path -> path.substring(path.lastIndexOf('/') + 1).startsWith("lora_"));
    }
  }

  WeightsLegacy(Hdf5Group group, List<PlannedLayer> layers, Place place) {
    this.place = place;
    this.all = stored(group, place);
    checkMerged(all, place);
    long expected = layers.stream().filter(PlannedLayer::hasWeights).count();
    if (all.size() != expected) {
      throw place.inconsistent(
          "the number of layers with weights is %s in the file and %s in the architecture"
              .formatted(all.size(), expected));
    }
    this.stored = all.iterator();
  }

  /** The layers with weights. */
  private static List<StoredLayer> stored(Hdf5Group group, Place place) {
    List<StoredLayer> stored = new ArrayList<>();
    for (String name : list(group, "layer_names", place)) {
      Hdf5Group layer =
          step(group, name.split("/", -1))
              .orElseThrow(
                  () ->
                      place.inconsistent(
                          "the weights list a layer '%s' that is not there".formatted(name)));
      List<String> weightNames = list(layer, "weight_names", place);
      if (!weightNames.isEmpty()) {
        stored.add(new StoredLayer(name, layer, weightNames));
      }
    }
    return stored;
  }

  /**
   * What computed the model, by the names of its weights: TensorFlow's variables end in the number
   * of an output, {@code dense_1_W:0}, and Theano's do not.
   */
  static ModelBackend namedBy(Hdf5Group group, Place place) {
    boolean numbered =
        stored(group, place).stream()
            .flatMap(layer -> layer.weightNames.stream())
            .anyMatch(name -> name.endsWith(":0"));
    return numbered ? ModelBackend.TENSORFLOW : ModelBackend.THEANO;
  }

  /** A .keras file holds the sum; what Keras makes of these parts differs between its versions. */
  private static void checkMerged(List<StoredLayer> layers, Place place) {
    List<String> reasons =
        layers.stream()
            .filter(StoredLayer::hasLora)
            .map(
                layer ->
                    "layer '%s' has LoRA weights that are not merged into its own; save the model as .keras, which merges them"
                        .formatted(layer.name))
            .toList();
    if (!reasons.isEmpty()) {
      throw place.unsupported(reasons);
    }
  }

  /** Whether the group holds weights as Keras 1 to 3 write them. */
  static boolean isIn(Hdf5Group group) {
    return group.strings("layer_names").isPresent() || group.strings("layer_names0").isPresent();
  }

  /** A list of names; Keras splits one that is too long for HDF5 into numbered parts. */
  private static List<String> list(Hdf5Group group, String attribute, Place place) {
    Optional<List<String>> whole = group.strings(attribute);
    if (whole.isPresent()) {
      return whole.get();
    }
    List<String> joined = new ArrayList<>();
    int part = 0;
    for (Optional<List<String>> next = group.strings(attribute + part);
        next.isPresent();
        next = group.strings(attribute + part)) {
      joined.addAll(next.get());
      part++;
    }
    if (part == 0) {
      throw place.inconsistent(
          "group '%s' has no attribute '%s'".formatted(group.path(), attribute));
    }
    return joined;
  }

  private static Optional<Hdf5Group> step(Hdf5Group from, String... names) {
    Optional<Hdf5Group> group = Optional.of(from);
    for (String name : names) {
      group = group.flatMap(one -> one.group(name));
    }
    return group;
  }

  @Override
  public List<Long> firstDims(PlannedLayer layer) {
    StoredLayer first = all.get(0);
    return dataset(first, first.weightNames.get(0), layer, layer.weights().names().get(0)).dims();
  }

  @Override
  public WeightSource of(PlannedLayer layer) {
    StoredLayer from = stored.next();
    WeightTree tree = layer.weights();
    if (from.weightNames.size() != tree.count()
        || new HashSet<>(from.weightNames).size() != tree.count()) {
      throw place.inconsistent(
          "%s needs %s weights (%s); the file has %s for it (%s)"
              .formatted(
                  layer,
                  tree.count(),
                  String.join(", ", tree.names()),
                  from.weightNames.size(),
                  String.join(", ", from.weightNames)));
    }
    List<Integer> order = tree.legacyOrder();
    return new WeightSource(
        tree.names(),
        (index, name, shapes) ->
            WeightTensor.read(
                dataset(from, from.weightNames.get(order.indexOf(index)), layer, name),
                layer,
                name,
                shapes));
  }

  private Hdf5Dataset dataset(StoredLayer from, String path, PlannedLayer layer, String name) {
    String[] names = path.split("/", -1);
    String[] groups = Arrays.copyOf(names, names.length - 1);
    return step(from.group, groups)
        .flatMap(group -> group.dataset(names[names.length - 1]))
        .orElseThrow(
            () ->
                place.inconsistent(
                    "the weight '%s' of %s is missing: there is no '%s/%s'"
                        .formatted(name, layer, from.group.path(), path)));
  }

  @Override
  public void checkAllRead() {
    // The constructor has compared the number of layers.
    if (stored.hasNext()) {
      throw new IllegalStateException("a layer with weights was not asked for");
    }
  }
}
