package io.forwardpass.keras;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What a file is, by its first bytes: names lie. */
enum FileKind {
  ARCHIVE,
  HDF5;

  private static final String SAVE = "save the model in Python with model.save(\"model.keras\")";
  private static final int TAR_MAGIC = 257;

  /** The kind of a file that can hold a model; all others are refused by what they are. */
  static FileKind of(byte[] file, Place place) {
    if (file.length == 0) {
      throw place.damaged("the file is empty");
    }
    if (startsWith(file, 0, 'P', 'K', 3, 4)) {
      return ARCHIVE;
    }
    if (startsWith(file, 0, 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n')) {
      return HDF5;
    }
    throw place.invalid(otherwise(file));
  }

  private static String otherwise(byte[] file) {
    String text =
        new String(file, 0, Math.min(file.length, 64), StandardCharsets.ISO_8859_1).strip();
    if (startsWith(file, 0, 0x80) && file.length > 1 && file[1] >= 2 && file[1] <= 5) {
      return "the file is a Python pickle, which runs code when it is loaded and is never read; "
          + SAVE;
    } else if (text.startsWith("version https://git-lfs")) {
      return "the file is a Git LFS pointer, not the model itself; fetch the model with git lfs pull";
    } else if (isJson(text) || text.startsWith("[")) {
      return "the file is JSON, such as model.to_json() writes: at best an architecture without weights; give those with --weights, or "
          + SAVE;
    } else if (startsWith(file, 0, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return "the file is a NumPy array, not a model; " + SAVE;
    } else if (isYaml(text)) {
      return "the file is YAML, such as model.to_yaml() wrote: an architecture without weights; "
          + SAVE;
    } else if (startsWith(file, 0, 8, 1, 0x12)) {
      return "the file is a TensorFlow SavedModel; load it in Python and " + SAVE;
    } else if (startsWith(file, 4, 'T', 'F', 'L', '3')) {
      return "the file is a TensorFlow Lite model; convert the original Keras model instead: "
          + SAVE;
    } else if (startsWith(file, 0, 0x1f, 0x8b)
        || startsWith(file, TAR_MAGIC, 'u', 's', 't', 'a', 'r')) {
      return "the file is a gzip or tar archive; unpack it and pass the model inside";
    } else if (text.startsWith("<")) {
      return "the file is HTML or XML, perhaps an error page in place of a download; download the model again";
    }
    byte[] first = Arrays.copyOf(file, Math.min(file.length, 8));
    return "the file is no Keras model: it starts with the bytes %s; a .keras archive starts with 50 4b 03 04, an HDF5 file with 89 48 44 46; %s"
        .formatted(HexFormat.ofDelimiter(" ").formatHex(first), SAVE);
  }

  /** Whether a text begins as {@code model.to_json()} does, or as that encoded once more. */
  static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("\"{");
  }

  private static boolean isYaml(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("---")
        || lower.startsWith("backend:")
        || lower.startsWith("class_name:")
        || lower.startsWith("config:")
        || lower.startsWith("!!python");
  }

  private static boolean startsWith(byte[] file, int offset, int... bytes) {
    if (file.length < offset + bytes.length) {
      return false;
    }
    for (int index = 0; index < bytes.length; index++) {
      if (file[offset + index] != (byte) bytes[index]) {
        return false;
      }
    }
    return true;
  }
}
