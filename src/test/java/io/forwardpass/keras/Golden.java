package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that real Keras wrote, with inputs and what Keras computed from them.
 *
 * @param inputs of all rows, one after the other
 * @param outputs likewise
 * @param openTime whether the model takes any number of steps, of which {@code inputShape} has some
 * @param tolerance the error that half precision in Keras itself explains; 0 where there is none
 */
record Golden(
    String name,
    Path model,
    String kerasVersion,
    List<Integer> inputShape,
    List<Integer> outputShape,
    int rows,
    Tensor inputs,
    Tensor outputs,
    boolean openTime,
    double tolerance) {
  private static final Path ROOT = Path.of("src/test/resources/goldens");

  /** Every golden folder, by name. */
  static List<Golden> all() {
    return in(ROOT);
  }

  /** Every golden folder below {@code root}, by name. */
  static List<Golden> in(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.endsWith("golden.json"))
          .map(file -> read(root, file.getParent()))
          .sorted((one, other) -> one.name.compareTo(other.name))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Golden of(String name) {
    return read(ROOT, ROOT.resolve(name));
  }

  private static Golden read(Path root, Path folder) {
    try {
      JsonNode json = JsonMapper.builder().build().readTree(folder.resolve("golden.json").toFile());
      Path archive = folder.resolve("model.keras");
      return new Golden(
          root.relativize(folder).toString(),
          Files.exists(archive) ? archive : folder.resolve("model.h5"),
          json.path("keras").asText(),
          integers(json.path("inputShape")),
          integers(json.path("outputShape")),
          json.path("rows").asInt(),
          floats(json.path("inputs")),
          floats(json.path("outputs")),
          json.path("openTime").asBoolean(),
          json.path("tolerance").asDouble());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Integer> integers(JsonNode list) {
    return Stream.iterate(0, index -> index + 1)
        .limit(list.size())
        .map(index -> list.get(index).asInt())
        .toList();
  }

  private static Tensor floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) list.get(index).asDouble();
    }
    return Tensor.of(Shape.of(values.length), values);
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(model);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
