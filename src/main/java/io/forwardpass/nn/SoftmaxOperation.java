package io.forwardpass.nn;

import java.util.List;

/** {@code softmax} or its logarithm, in place. */
record SoftmaxOperation(Groups groups, int elements, Normalizer normalizer) implements Operation {

  /** {@link Kernels#softmax} or {@link Kernels#logSoftmax}. */
  @FunctionalInterface
  interface Normalizer {
    void apply(float[] values, int[] elements, int stride, int from, int rows);
  }

  /** Groups over the given axes of one row's tensor, counted from 0. */
  static SoftmaxOperation over(List<Integer> axes, Shape shape, Normalizer normalizer) {
    return new SoftmaxOperation(Groups.over(axes, shape), shape.size(), normalizer);
  }

  static SoftmaxOperation overLast(Shape shape, Normalizer normalizer) {
    return over(List.of(shape.rank() - 1), shape, normalizer);
  }

  @Override
  public int outputColumns() {
    return elements;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int group = 0; group < groups.count(); group++) {
      normalizer.apply(
          outputs.values(), groups.elements(group), outputs.stride(), outputs.at(0), rows);
    }
  }

  @Override
  public boolean inPlace() {
    return true;
  }
}
