package io.forwardpass.registry;

import io.forwardpass.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The folder that MLflow stores a model in: {@code MLmodel}, which tells the libraries that can
 * load it (MLflow's flavors), and what these wrote.
 *
 * @param uri for messages
 */
record LoggedModel(String uri, Artifacts artifacts) {
  private static final String DESCRIPTION = "MLmodel";
  private static final int LONGEST_DESCRIPTION = 16 << 20;

  /** The longest array of a JVM, nearly. */
  private static final long LONGEST_MODEL = Integer.MAX_VALUE - 8;

  /** What mlflow.keras and mlflow.tensorflow call the file in their folder. */
  private static final List<String> KERAS_FILES = List.of("model.keras", "model.h5", "model.hdf5");

  /** Where MLflow 1 put the file, before it wrote its folder down. */
  private static final String OLD_FOLDER = "model";

  /**
   * The Keras file.
   *
   * @throws IOException if it cannot be read
   */
  byte[] kerasFile() throws IOException {
    if (names("").stream().noneMatch(DESCRIPTION::equals)) {
      throw new RegistryException(
          Kind.UNREADABLE,
          "there is no MLmodel file at %s, where the registry says that the model is stored; were the model's files deleted?"
              .formatted(uri));
    }
    String folder = dataFolder();
    List<String> names = names(folder);
    String file =
        KERAS_FILES.stream()
            .filter(names::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    unsuitable(
                        "its folder '%s' holds none of %s, but %s; log the model with TensorFlow 2.16 or newer, or with keras_model_kwargs={\"save_format\": \"h5\"}"
                            .formatted(
                                folder,
                                String.join(", ", KERAS_FILES),
                                names.isEmpty() ? "nothing" : String.join(", ", names))));
    return artifacts.read(folder + "/" + file, LONGEST_MODEL);
  }

  private List<String> names(String folder) throws IOException {
    return artifacts.list(folder).stream()
        .filter(artifact -> !artifact.isFolder())
        .map(Artifacts.Artifact::name)
        .sorted()
        .toList();
  }

  /** The folder of the Keras file, as the flavor of Keras, or of TensorFlow, names it. */
  private String dataFolder() throws IOException {
    Map<?, ?> flavors = flavors();
    Map<?, ?> keras = flavors.get("keras") instanceof Map<?, ?> flavor ? flavor : Map.of();
    Map<?, ?> tensorflow =
        flavors.get("tensorflow") instanceof Map<?, ?> flavor ? flavor : Map.of();
    Map<?, ?> flavor = keras.isEmpty() ? tensorflow : keras;
    if (keras.isEmpty() && !"keras".equals(tensorflow.get("model_type"))) {
      String known =
          flavors.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw unsuitable(
          "its flavors are %s%s; log a Keras model, with mlflow.keras.log_model or mlflow.tensorflow.log_model"
              .formatted(
                  known,
                  tensorflow.isEmpty()
                      ? ""
                      : " (of the model type %s)".formatted(tensorflow.get("model_type"))));
    } else if (Boolean.TRUE.equals(flavor.get("save_exported_model"))) {
      throw unsuitable(
          "it was exported for serving, without its layers; log it without save_exported_model");
    }
    String folder = flavor.get("data") instanceof String named ? named : OLD_FOLDER;
    if (folder.startsWith("/") || folder.contains("..") || folder.contains(":")) {
      throw unsuitable("MLmodel names the folder '%s', which lies outside".formatted(folder));
    }
    return folder;
  }

  private Map<?, ?> flavors() throws IOException {
    byte[] text = artifacts.read(DESCRIPTION, LONGEST_DESCRIPTION);
    LoadSettings settings =
        LoadSettings.builder().setLabel(DESCRIPTION).setCodePointLimit(LONGEST_DESCRIPTION).build();
    try {
      Object description =
          new Load(settings).loadFromString(new String(text, StandardCharsets.UTF_8));
      if (description instanceof Map<?, ?> fields
          && fields.get("flavors") instanceof Map<?, ?> flavors) {
        return flavors;
      }
      throw unsuitable("its file MLmodel names no flavors");
    } catch (YamlEngineException e) {
      String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
      throw unsuitable(
          "its file MLmodel is no YAML: " + reason.substring(0, Math.min(200, reason.length())));
    }
  }

  private RegistryException unsuitable(String reason) {
    return new RegistryException(
        Kind.UNSUITABLE,
        "the model that MLflow stored at %s is no Keras file: %s".formatted(uri, reason));
  }
}
