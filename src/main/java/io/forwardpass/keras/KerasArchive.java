package io.forwardpass.keras;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The three members of a {@code .keras} file.
 *
 * @param weights the bytes of {@code model.weights.h5}
 */
record KerasArchive(String metadata, String config, ByteBuffer weights) {
  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";
  private static final String WEIGHTS_NPZ = "model.weights.npz";
  private static final String ASSETS = "assets/";
  private static final long LARGEST_METADATA = 1 << 20;
  private static final long LARGEST_EXPANSION = 10;
  private static final long SPARE = 16L << 20;

  static KerasArchive read(byte[] file, ZipArchive zip, Place place) {
    zip.members().values().forEach(member -> checkMember(member, place));
    long limit = LARGEST_EXPANSION * file.length + SPARE;
    return new KerasArchive(
        text(zip, METADATA, LARGEST_METADATA, place),
        text(zip, CONFIG, Json.LARGEST, place),
        member(zip, WEIGHTS, limit, place));
  }

  private static void checkMember(ZipArchive.Member member, Place place) {
    String name = member.name();
    if (name.equals(METADATA)
        || name.equals(CONFIG)
        || name.equals(WEIGHTS)
        || (name.equals(ASSETS) && member.size() == 0)) {
      return;
    }
    if (name.equals(WEIGHTS_NPZ)) {
      throw place.unsupported(
          "its weights are in model.weights.npz, which can hold Python objects and is never read; save the model with its default weights format");
    }
    if (name.equals("..")
        || name.contains("../")
        || name.contains("..\\")
        || name.startsWith("/")
        || name.contains(":")) {
      throw place.invalid(
          "the zip archive holds '%s', which points out of the archive; do not use this file"
              .formatted(name));
    }
    if (name.startsWith(ASSETS)) {
      throw place.unsupported(
          "it has assets ('%s'), which only layers with vocabularies need".formatted(name));
    }
    if (name.endsWith(".npy")) {
      throw place.invalid(
          "the file is a NumPy .npz archive of arrays, not a model; save the model in Python with model.save(\"model.keras\")");
    }
    throw place.invalid(
        "the zip archive holds '%s'; a Keras archive holds only %s, %s and %s; save the model in Python with model.save(\"model.keras\")"
            .formatted(name, METADATA, CONFIG, WEIGHTS));
  }

  static String text(ZipArchive zip, String name, long limit, Place place) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(member(zip, name, limit, place)).toString();
    } catch (CharacterCodingException failure) {
      throw place.damaged(name + " is not UTF-8 text", failure);
    }
  }

  static byte[] bytes(ZipArchive zip, String name, long limit, Place place) {
    ByteBuffer content = member(zip, name, limit, place);
    byte[] bytes = new byte[content.remaining()];
    content.get(content.position(), bytes);
    return bytes;
  }

  private static ByteBuffer member(ZipArchive zip, String name, long limit, Place place) {
    ZipArchive.Member member = zip.members().get(name);
    if (member == null) {
      throw place.invalid(
          "the zip archive has no member '%s'; a Keras archive holds %s, %s and %s; save the model in Python with model.save(\"model.keras\")"
              .formatted(name, METADATA, CONFIG, WEIGHTS));
    }
    return zip.content(member, limit);
  }
}
