package io.forwardpass.keras;

import io.forwardpass.nn.Tensor;
import java.lang.reflect.Array;
import java.util.List;

/**
 * A weight as a file holds it.
 *
 * @param dims empty for a single number; as many elements as {@code tensor} has
 * @param tensor the values
 */
record StoredWeight(String name, List<Integer> dims, Tensor tensor) {

  static StoredWeight of(String name, Tensor tensor) {
    return new StoredWeight(name, tensor.shape().dims(), tensor);
  }

  /** Under another shape of as many elements. */
  static StoredWeight of(String name, List<Integer> dims, Tensor tensor) {
    return new StoredWeight(name, List.copyOf(dims), tensor);
  }

  /** As jHDF takes it: a number, or arrays in arrays. */
  Object nested() {
    return nested(0, 0);
  }

  private Object nested(int axis, int from) {
    if (dims.isEmpty()) {
      return tensor.values()[0];
    }
    int length = dims.get(axis);
    int stride = 1;
    for (int inner = axis + 1; inner < dims.size(); inner++) {
      stride *= dims.get(inner);
    }
    if (axis == dims.size() - 1) {
      float[] row = new float[length];
      System.arraycopy(tensor.values(), from, row, 0, length);
      return row;
    }
    Object first = nested(axis + 1, from);
    Object array = Array.newInstance(first.getClass(), length);
    Array.set(array, 0, first);
    for (int index = 1; index < length; index++) {
      Array.set(array, index, nested(axis + 1, from + index * stride));
    }
    return array;
  }
}
