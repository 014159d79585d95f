package io.forwardpass.keras;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Models that are several files, as the one run of bytes that {@link KerasModel#read} takes: the
 * same bytes for the same files.
 */
public final class ModelFiles {
  /** The files of a model that Keras saved unzipped, with {@code zipped=False}. */
  public static final List<String> IN_FOLDER =
      List.of(KerasArchive.METADATA, KerasArchive.CONFIG, KerasArchive.WEIGHTS);

  static final String ARCHITECTURE = "architecture.json";
  static final String SEPARATE_WEIGHTS = "weights.h5";
  static final String MODEL = "model";
  static final String BACKEND = "backend.txt";

  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ModelFiles() {}

  /**
   * The bytes of the {@code .keras} file that Keras would have zipped.
   *
   * @param files by name; those of {@link #IN_FOLDER}
   */
  public static byte[] zipped(Map<String, byte[]> files) {
    return zip(IN_FOLDER, files);
  }

  /**
   * An architecture and its weights.
   *
   * @param architecture what {@code model.to_json()} wrote
   * @param weights an HDF5 file that {@code model.save_weights()} wrote, of any version, or one of
   *     a whole model
   */
  public static byte[] of(byte[] architecture, byte[] weights) {
    return zip(
        List.of(ARCHITECTURE, SEPARATE_WEIGHTS),
        Map.of(ARCHITECTURE, architecture, SEPARATE_WEIGHTS, weights));
  }

  /**
   * A model with what computed it, for files that do not say it.
   *
   * @param model the bytes of any model
   */
  public static byte[] computedBy(byte[] model, ModelBackend backend) {
    return zip(
        List.of(MODEL, BACKEND),
        Map.of(MODEL, model, BACKEND, backend.name().getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] zip(List<String> names, Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (String name : names) {
        byte[] content = files.get(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
