package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/** {@code softmax} or its logarithm, in place. */
final class SoftmaxOperation implements Operation {
  /** The elements that sum to 1, for each group of them. */
  private final int[][] groups;

  private final Normalizer normalizer;

  private SoftmaxOperation(int[][] groups, Normalizer normalizer) {
    this.groups = groups;
    this.normalizer = normalizer;
  }

  /** {@link Kernels#softmax} or {@link Kernels#logSoftmax}. */
  @FunctionalInterface
  interface Normalizer {
    void apply(float[] values, int[] elements, int stride, int from, int rows);
  }

  /** Groups over the given axes of one row's tensor, counted from 0. */
  static SoftmaxOperation over(List<Integer> axes, Shape shape, Normalizer normalizer) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int element = 0; element < shape.size(); element++) {
      int group = 0;
      int rest = element;
      int stride = 1;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        int length = shape.dim(axis);
        if (!axes.contains(axis)) {
          group += rest % length * stride;
          stride *= length;
        }
        rest /= length;
      }
      while (groups.size() <= group) {
        groups.add(new ArrayList<>());
      }
      groups.get(group).add(element);
    }
    int[][] elements =
        groups.stream()
            .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    return new SoftmaxOperation(elements, normalizer);
  }

  static SoftmaxOperation overLast(Shape shape, Normalizer normalizer) {
    return over(List.of(shape.rank() - 1), shape, normalizer);
  }

  @Override
  public int outputColumns() {
    return groups.length * groups[0].length;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int[] group : groups) {
      normalizer.apply(outputs.values(), group, outputs.stride(), outputs.at(0), rows);
    }
  }

  @Override
  public boolean inPlace() {
    return true;
  }
}
