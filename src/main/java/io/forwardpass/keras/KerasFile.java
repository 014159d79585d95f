package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.Sequential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes {@code .keras} files that Keras 3 opens with {@code keras.models.load_model}.
 *
 * <p>A file holds what a network computes, and what training needs to go on only as far as a {@link
 * Sequential} has it: initializers, regularizers and the optimizer are Keras' defaults. Equal
 * networks give equal bytes.
 */
public final class KerasFile {
  /** The Keras whose format this is. */
  private static final String KERAS_VERSION = "3.15.1";

  /** The first that a zip archive can hold, as Keras has it. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private KerasFile() {}

  /**
   * Writes a network, over a file that is there.
   *
   * @throws UnsupportedModelException if it has something that Keras 3 does not; all of it is named
   * @throws IOException if the file cannot be written
   */
  public static void write(Sequential model, Path file) throws IOException {
    Files.write(file, bytes(model));
  }

  /** Writes a model that was read, in whatever format, with steps as open as they were. */
  public static void write(KerasModel model, Path file) throws IOException {
    Files.write(file, bytes(model));
  }

  static byte[] bytes(Sequential model) throws IOException {
    return bytes(model, model.input().dims());
  }

  static byte[] bytes(KerasModel model) throws IOException {
    List<Integer> dims = new ArrayList<>(model.network().input().dims());
    if (model.openSteps()) {
      dims.set(0, null);
    }
    return bytes(model.network(), dims);
  }

  /**
   * @param input the shape of one row, null where it is open
   */
  private static byte[] bytes(Sequential model, List<Integer> input) throws IOException {
    LayerWriters writers = LayerWriters.of(model);
    List<WrittenLayer> layers = CoreWriters.layers(model, writers);
    if (!writers.reasons().isEmpty()) {
      throw UnsupportedModelException.unsaved(model.name(), writers.reasons());
    }
    ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("keras_version", KERAS_VERSION);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, KerasArchive.METADATA, text(metadata));
      store(zip, KerasArchive.CONFIG, text(config(model.name(), input, layers)));
      store(zip, KerasArchive.WEIGHTS, Hdf5File.of(layers));
    }
    return bytes.toByteArray();
  }

  private static byte[] text(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static ObjectNode config(String name, List<Integer> input, List<WrittenLayer> layers) {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("name", name);
    ArrayNode list = config.putArray("layers");
    ObjectNode inputLayer = WrittenLayer.config("input_layer");
    ArrayNode shape = inputLayer.putArray("batch_shape").addNull();
    input.forEach(shape::add);
    list.add(WrittenLayer.of("InputLayer", inputLayer).json());
    layers.forEach(layer -> list.add(layer.json()));
    ObjectNode model = JsonNodeFactory.instance.objectNode();
    model.put("module", "keras").put("class_name", "Sequential");
    model.set("config", config);
    return model.putNull("registered_name");
  }
}
