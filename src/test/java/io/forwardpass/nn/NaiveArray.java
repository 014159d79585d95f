package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A row's tensor of the {@link NaiveTwin}: numbers in {@code double}, by index. */
final class NaiveArray {
  private final int[] dims;
  private final double[] values;

  /** What stands at an index. */
  @FunctionalInterface
  interface Formula {
    double at(int[] index);
  }

  NaiveArray(int[] dims, double[] values) {
    this.dims = dims;
    this.values = values;
  }

  static NaiveArray of(Tensor tensor) {
    double[] values = new double[tensor.size()];
    for (int element = 0; element < values.length; element++) {
      values[element] = tensor.values()[element];
    }
    return new NaiveArray(dims(tensor.shape()), values);
  }

  static int[] dims(Shape shape) {
    return shape.dims().stream().mapToInt(Integer::intValue).toArray();
  }

  static NaiveArray vector(double... values) {
    return new NaiveArray(new int[] {values.length}, values);
  }

  static NaiveArray zeros(int... dims) {
    return new NaiveArray(dims, new double[Arrays.stream(dims).reduce(1, (a, b) -> a * b)]);
  }

  static NaiveArray each(int[] dims, Formula formula) {
    NaiveArray result = zeros(dims);
    List<int[]> indices = indices(dims);
    for (int element = 0; element < result.values.length; element++) {
      result.values[element] = formula.at(indices.get(element));
    }
    return result;
  }

  /** Every index, in row-major order. */
  static List<int[]> indices(int... dims) {
    List<int[]> indices = List.of(new int[0]);
    for (int dim : dims) {
      List<int[]> longer = new ArrayList<>();
      for (int[] index : indices) {
        for (int last = 0; last < dim; last++) {
          longer.add(join(index, last));
        }
      }
      indices = longer;
    }
    return indices;
  }

  /** Parts of equal shape along a new first axis. */
  static NaiveArray stack(List<NaiveArray> parts) {
    double[] values = parts.stream().flatMapToDouble(part -> Arrays.stream(part.values)).toArray();
    int[] dims = new int[parts.get(0).rank() + 1];
    dims[0] = parts.size();
    System.arraycopy(parts.get(0).dims, 0, dims, 1, dims.length - 1);
    return new NaiveArray(dims, values);
  }

  static int[] join(int[] index, int... more) {
    int[] joined = Arrays.copyOf(index, index.length + more.length);
    System.arraycopy(more, 0, joined, index.length, more.length);
    return joined;
  }

  int rank() {
    return dims.length;
  }

  int[] dims() {
    return dims.clone();
  }

  int dim(int axis) {
    return dims[axis];
  }

  int last() {
    return dims[dims.length - 1];
  }

  double[] values() {
    return values;
  }

  double at(int... index) {
    return values[element(index)];
  }

  private int element(int[] index) {
    int element = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      element = element * dims[axis] + index[axis];
    }
    return element;
  }

  void add(double value, int... index) {
    values[element(index)] += value;
  }

  /** What NumPy's broadcasting sees at an index of a larger array. */
  double broadcastAt(int... index) {
    int[] own = new int[dims.length];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = dims[axis] == 1 ? 0 : index[axis + index.length - own.length];
    }
    return at(own);
  }

  NaiveArray map(DoubleUnaryOperator function) {
    return new NaiveArray(dims, Arrays.stream(values).map(function).toArray());
  }

  NaiveArray reshaped(int... other) {
    return new NaiveArray(other, values);
  }

  /** What stands at one index of the first axis. */
  NaiveArray part(int first) {
    int size = values.length / dims[0];
    return new NaiveArray(
        Arrays.copyOfRange(dims, 1, dims.length),
        Arrays.copyOfRange(values, first * size, (first + 1) * size));
  }

  List<NaiveArray> parts() {
    List<NaiveArray> parts = new ArrayList<>();
    for (int first = 0; first < dims[0]; first++) {
      parts.add(part(first));
    }
    return parts;
  }

  /** Output axis {@code i} is input axis {@code order[i]}. */
  NaiveArray transposed(int... order) {
    int[] changed = new int[dims.length];
    for (int axis = 0; axis < changed.length; axis++) {
      changed[axis] = dims[order[axis]];
    }
    return each(
        changed,
        index -> {
          int[] own = new int[index.length];
          for (int axis = 0; axis < own.length; axis++) {
            own[order[axis]] = index[axis];
          }
          return at(own);
        });
  }

  NaiveArray firstAxisMovedToTheEnd() {
    int[] order = new int[dims.length];
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = (axis + 1) % order.length;
    }
    return transposed(order);
  }

  NaiveArray lastAxisMovedToTheFront() {
    int[] order = new int[dims.length];
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = (axis + order.length - 1) % order.length;
    }
    return transposed(order);
  }

  /** Sums over some axes, which stay with length 1. */
  NaiveArray sum(boolean[] over) {
    int[] fewer = dims.clone();
    for (int axis = 0; axis < fewer.length; axis++) {
      fewer[axis] = over[axis] ? 1 : fewer[axis];
    }
    NaiveArray sums = zeros(fewer);
    for (int[] index : indices(dims)) {
      int[] to = index.clone();
      for (int axis = 0; axis < to.length; axis++) {
        to[axis] = over[axis] ? 0 : to[axis];
      }
      sums.add(at(index), to);
    }
    return sums;
  }

  /** Means over some axes, which stay with length 1. */
  NaiveArray mean(boolean[] over) {
    NaiveArray sums = sum(over);
    double count = (double) values.length / sums.values.length;
    return sums.map(sum -> sum / count);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims) + Arrays.toString(values);
  }
}
