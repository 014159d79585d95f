package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileKindTest {
  private static final Place PLACE = new Place("model");

  static List<Arguments> otherFiles() {
    String python = "save the model in Python with model.save(\"model.keras\")";
    return List.of(
        arguments("\u0093NUMPY", "a NumPy array, not a model; " + python),
        arguments(
            "\u0008\u0001\u0012abc", "a TensorFlow SavedModel; load it in Python and " + python),
        arguments(
            "abcdTFL3",
            "a TensorFlow Lite model; convert the original Keras model instead: " + python),
        arguments(
            "\u001f\u008b\u0008", "a gzip or tar archive; unpack it and pass the model inside"),
        arguments(
            "<!DOCTYPE html>",
            "HTML or XML, perhaps an error page in place of a download; download the model again"),
        arguments(
            "backend: tensorflow",
            "YAML, such as model.to_yaml() wrote: an architecture without weights; " + python),
        arguments(
            "abc",
            "no Keras model: it starts with the bytes 61 62 63; a .keras archive starts with 50 4b 03 04, an HDF5 file with 89 48 44 46; "
                + python));
  }

  /** First bytes, as Latin-1, and what the file is called. */
  @ParameterizedTest
  @MethodSource("otherFiles")
  void otherFilesAreCalledByTheirName(String start, String expected) {
    byte[] file = start.getBytes(StandardCharsets.ISO_8859_1);
    String message =
        assertThrows(InvalidModelException.class, () -> FileKind.of(file, PLACE)).getMessage();
    assertEquals("model: the file is " + expected, message);
  }

  @Test
  void namesDoNotCount() {
    assertEquals(
        FileKind.HDF5,
        FileKind.of(Golden.of("Sequential/hdf5-named-keras-keras-2.12.0").bytes(), PLACE));
  }
}
