package io.forwardpass.keras;

import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Numbers in a configuration: one, or lists nested to equal depth and length. */
final class Numbers {
  private Numbers() {}

  /** The numbers as a tensor; a single one has shape (1,). */
  static Tensor read(Value value) {
    List<Integer> dims = new ArrayList<>();
    for (Value first = value; first.isList(); first = first.list().get(0)) {
      if (first.node().isEmpty()) {
        throw value.wrong("a list that is not empty");
      }
      dims.add(first.node().size());
    }
    List<Float> flat = new ArrayList<>();
    flatten(value, dims, 0, flat);
    float[] values = new float[flat.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = flat.get(index);
    }
    return Tensor.of(dims.isEmpty() ? Shape.of(1) : new Shape(dims), values);
  }

  private static void flatten(Value value, List<Integer> dims, int depth, List<Float> flat) {
    if (depth == dims.size()) {
      flat.add(value.number());
      return;
    }
    List<Value> list = value.list();
    if (list.size() != dims.get(depth)) {
      throw value.wrong("a list of %s".formatted(dims.get(depth)));
    }
    list.forEach(one -> flatten(one, dims, depth + 1, flat));
  }
}
