package io.forwardpass.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code model.weights.h5}: groups, float32 datasets, and the layers' own names. Keras also
 * makes a group for what has no weights, which nobody needs and which jHDF 0.13.0 writes damaged.
 */
final class Hdf5File {
  private static final String VARS = "vars";

  private Hdf5File() {}

  /** The bytes of a file with the weights of a network. */
  static byte[] of(List<WrittenLayer> layers) throws IOException {
    // jHDF writes to files alone.
    Path file = Files.createTempFile("forwardpass", ".weights.h5");
    try {
      try (WritableHdfFile root = HdfFile.write(file)) {
        write(layers, root);
      }
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(List<WrittenLayer> layers, WritableGroup root) {
    Map<String, WritableGroup> groups = new HashMap<>();
    groups.put("", root);
    WrittenLayer model =
        WrittenLayer.of("Sequential", WrittenLayer.config(""), CoreWriters.inside(layers));
    List<String> paths = model.tree().paths(1);
    List<StoredWeight> weights = model.allWeights();
    for (int index = 0; index < paths.size(); index++) {
      String path = paths.get(index);
      int slash = path.lastIndexOf('/');
      group(path.substring(0, slash), groups)
          .putDataset(path.substring(slash + 1), weights.get(index).nested());
    }
    List<String> folders = model.tree().folders(1);
    for (int index = 0; index < layers.size(); index++) {
      WritableGroup own = groups.get(folders.get(index) + "/" + VARS);
      if (own != null) {
        own.putAttribute("name", layers.get(index).config().path("name").asText());
      }
    }
  }

  /** The group of that path, made where it is missing. */
  private static WritableGroup group(String path, Map<String, WritableGroup> groups) {
    WritableGroup known = groups.get(path);
    if (known != null) {
      return known;
    }
    int slash = path.lastIndexOf('/');
    WritableGroup parent = group(slash < 0 ? "" : path.substring(0, slash), groups);
    WritableGroup group = parent.putGroup(path.substring(slash + 1));
    groups.put(path, group);
    return group;
  }
}
