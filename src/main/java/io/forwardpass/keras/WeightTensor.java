package io.forwardpass.keras;

import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.List;
import java.util.StringJoiner;

/** One stored weight, checked against what the architecture needs before any value is read. */
final class WeightTensor {
  /** The only weight that is no float: how many rows a Normalization has seen. Nothing uses it. */
  private static final String COUNT = "count";

  private WeightTensor() {}

  /**
   * @param shapes that the weight may have
   */
  static Tensor read(
      Hdf5Dataset dataset, PlannedLayer layer, String name, List<List<Integer>> shapes) {
    Place place = dataset.storage().place();
    List<Integer> needed =
        shapes.stream()
            .filter(shape -> dataset.dims().equals(shape.stream().map(Integer::longValue).toList()))
            .findFirst()
            .orElseThrow(
                () ->
                    place.inconsistent(
                        "the weight '%s' of %s has shape %s in '%s'; the architecture needs %s"
                            .formatted(
                                name,
                                layer,
                                tuple(dataset.dims()),
                                dataset.path(),
                                tuple(shapes.get(0)))));
    if (name.equals(COUNT)) {
      return Tensor.zeros(Shape.of(1));
    }
    float[] values = dataset.floats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw place.invalid(
            "the weight '%s' of %s holds a value that is no finite float32 number (%s); train the model again"
                .formatted(name, layer, value));
      }
    }
    return Tensor.of(needed.isEmpty() ? Shape.of(1) : new Shape(needed), values);
  }

  /** As Python writes it. */
  static String tuple(List<? extends Number> dims) {
    StringJoiner text = new StringJoiner(", ", "(", dims.size() == 1 ? ",)" : ")");
    dims.forEach(dim -> text.add(dim.toString()));
    return text.toString();
  }
}
