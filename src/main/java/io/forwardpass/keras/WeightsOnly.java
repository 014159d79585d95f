package io.forwardpass.keras;

/** HDF5 files that hold no whole model. */
final class WeightsOnly {
  private static final String SAVE = "; save the whole model with model.save(\"model.keras\")";

  private WeightsOnly() {}

  /** What the file is instead. */
  static String describe(Hdf5Group root) {
    boolean legacy = WeightsLegacy.isIn(root) || root.names().contains("model_weights");
    if (legacy) {
      return "the file holds weights only, as model.save_weights(\"x.h5\") writes them: the architecture is missing"
          + SAVE;
    }
    if (root.names().stream().anyMatch(WeightsOnly::isContainer)) {
      return "the file holds weights only, as model.save_weights(\"x.weights.h5\") writes them: the architecture is missing"
          + SAVE;
    }
    if (root.strings("model_config").isPresent()) {
      return "the file holds an architecture without weights: it has no group 'model_weights'"
          + SAVE;
    }
    return "the file is HDF5, but no Keras model: it has no attribute 'model_config'" + SAVE;
  }

  private static boolean isContainer(String name) {
    return name.startsWith("layers") || name.startsWith("_layer_checkpoint_dependencies");
  }
}
