package io.forwardpass.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forwardpass.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as MLflow's versions have stored models in them. */
final class LoggedModelTest {
  @TempDir Path folder;

  private byte[] kerasFile() throws IOException {
    String uri = "file:" + folder;
    return new LoggedModel(uri, FileArtifacts.of(uri, new Configuration())).kerasFile();
  }

  private void store(String description, String... files) throws IOException {
    Files.writeString(folder.resolve("MLmodel"), description);
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keras: {data: data, keras_backend: jax, save_exported_model: false} | data/model.keras",
        "tensorflow: {data: data, model_type: keras, save_format: tf} | data/model.keras",
        "tensorflow: {data: data, model_type: keras, save_format: h5} | data/model.h5",
        "keras: {data: data, keras_module: tensorflow.keras, save_format: h5} | data/model.h5",
        "keras: {keras_version: 2.2.4} | model/model.h5",
      })
  void theFileIsWhereTheFlavorSays(String flavor, String file) throws IOException {
    store(
        "artifact_path: m\nflavors: {python_function: {data: data}, " + flavor + "}\n",
        file,
        "data/keras_module.txt",
        "data/save_format.txt");
    assertArrayEquals(file.getBytes(StandardCharsets.UTF_8), kerasFile());
  }

  private void assertRefused(Kind kind, String message) {
    RegistryException refusal = assertThrows(RegistryException.class, this::kerasFile);
    assertEquals(message.replace("{}", "file:" + folder), refusal.getMessage());
    assertEquals(kind, refusal.kind());
  }

  private void assertUnsuitable(String reason) {
    assertRefused(
        Kind.UNSUITABLE, "the model that MLflow stored at {} is no Keras file: " + reason);
  }

  @Test
  void anotherFlavorIsRefused() throws IOException {
    String remedy =
        "; log a Keras model, with mlflow.keras.log_model or mlflow.tensorflow.log_model";
    store("flavors: {python_function: {}, sklearn: {pickled_model: model.pkl}}");
    assertUnsuitable("its flavors are python_function, sklearn" + remedy);
    store("flavors: {python_function: {}, tensorflow: {model_type: tf2-module}}");
    assertUnsuitable(
        "its flavors are python_function, tensorflow (of the model type tf2-module)" + remedy);
  }

  @Test
  void aSavedModelIsRefused() throws IOException {
    store("flavors: {keras: {data: data}}", "data/model/saved_model.pb", "data/keras_module.txt");
    assertUnsuitable(
        "its folder 'data' holds none of model.keras, model.h5, model.hdf5, but keras_module.txt; log the model with TensorFlow 2.16 or newer, or with keras_model_kwargs={\"save_format\": \"h5\"}");
    store("flavors: {keras: {data: data, save_exported_model: true}}");
    assertUnsuitable(
        "it was exported for serving, without its layers; log it without save_exported_model");
  }

  @Test
  void aFolderOutsideIsRefused() throws IOException {
    for (String outside : new String[] {"../other", "/etc", "s3://b"}) {
      store("flavors: {keras: {data: '" + outside + "'}}");
      assertUnsuitable("MLmodel names the folder '" + outside + "', which lies outside");
    }
  }

  @Test
  void aDescriptionThatIsNoneIsRefused() throws IOException {
    store("");
    assertUnsuitable("its file MLmodel names no flavors");
    store("[1, 2]");
    assertUnsuitable("its file MLmodel names no flavors");
    store("flavors: {");
    RegistryException refusal = assertThrows(RegistryException.class, this::kerasFile);
    assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
    assertEquals(Kind.UNSUITABLE, refusal.kind());
  }

  @Test
  void aFolderWithoutADescriptionIsNoModel() throws IOException {
    String message =
        "there is no MLmodel file at {}, where the registry says that the model is stored; were the model's files deleted?";
    assertRefused(Kind.UNREADABLE, message);
    Files.delete(folder);
    assertRefused(Kind.UNREADABLE, message);
    Files.createDirectory(folder);
  }
}
