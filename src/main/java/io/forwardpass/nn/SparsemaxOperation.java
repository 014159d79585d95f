package io.forwardpass.nn;

import java.util.Arrays;
import java.util.List;

/**
 * Sparsemax as Keras 3.15 computes it, in place and in single precision: {@code max(x − τ, 0)} with
 * {@code τ = (Σ c_k − 1) / K} over the {@code K} largest numbers {@code z_k} for which {@code z_k >
 * (c_k − 1) / k}, where {@code c_k} sums the first {@code k} of them.
 *
 * <p>The paper (Martins and Astudillo, 2016) has {@code τ = (c_K − 1) / K}: the two agree where
 * {@code K} is 1 alone, and rows need not sum to 1.
 *
 * <p>Source: {@code keras/src/backend/tensorflow/nn.py}, {@code sparsemax}.
 */
record SparsemaxOperation(Groups groups, int elements, int length) implements Operation {

  /**
   * @param axis of one row's tensor, counted from 0
   */
  static SparsemaxOperation over(int axis, Shape shape) {
    return new SparsemaxOperation(Groups.over(List.of(axis), shape), shape.size(), shape.dim(axis));
  }

  @Override
  public int outputColumns() {
    return elements;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public int scratchFloats(int rows) {
    return Scratch.reserved(length);
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    int sorted = scratch.reserve(length);
    for (int group = 0; group < groups.count(); group++) {
      int[] members = groups.elements(group);
      for (int row = 0; row < rows; row++) {
        for (int index = 0; index < length; index++) {
          scratch.floats()[sorted + index] = outputs.values()[outputs.at(members[index]) + row];
        }
        float threshold = threshold(scratch.floats(), sorted);
        for (int element : members) {
          int at = outputs.at(element) + row;
          outputs.values()[at] = Math.max(outputs.values()[at] - threshold, 0);
        }
      }
    }
    scratch.release(sorted);
  }

  /** {@code τ} of the numbers from {@code from} on, which are sorted. */
  private float threshold(float[] values, int from) {
    Arrays.sort(values, from, from + length);
    float sum = 0;
    float sums = 0;
    float count = 0;
    for (int rank = 1; rank <= length; rank++) {
      float value = values[from + length - rank];
      sum += value;
      if (value - (sum - 1) / rank > 0) {
        sums += sum;
        count++;
      }
    }
    return (sums - 1) / count;
  }
}
