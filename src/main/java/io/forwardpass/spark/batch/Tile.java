package io.forwardpass.spark.batch;

import io.forwardpass.nn.Kernels;
import java.util.OptionalInt;

/**
 * The rows of one forward pass while their features are brought in: the model's input matrix,
 * feature by feature, and which rows cannot be scored.
 */
final class Tile {
  private static final Kernels KERNELS = Kernels.best();

  private final float[] inputs;
  private final int stride;
  private final OptionalInt indices;
  private final Faults faults;

  /**
   * @param indices where the inputs are indices, one more than the largest
   */
  Tile(float[] inputs, int stride, OptionalInt indices, Faults faults) {
    this.inputs = inputs;
    this.stride = stride;
    this.indices = indices;
    this.faults = faults;
  }

  /** Element {@code e} of row {@code r} stands at {@code e · stride() + r}. */
  float[] inputs() {
    return inputs;
  }

  int stride() {
    return stride;
  }

  /** The rows that cannot be scored. */
  Faults faults() {
    return faults;
  }

  /** Marks a row; a row counts once, for the first fault found. */
  void fault(int row, int feature, InvalidReason reason) {
    faults.add(row, feature, reason);
  }

  /** Marks a row where a value of it cannot be scored. */
  void check(float value, int row, int feature) {
    InvalidReason reason = InvalidReason.of(value, indices, faults.range(feature));
    if (reason != null) {
      fault(row, feature, reason);
    }
  }

  /** Stores one value of {@code row} at {@code index}, and marks the row where it is not sound. */
  void put(int index, float value, int row, int feature) {
    inputs[index] = value;
    check(value, row, feature);
  }

  /**
   * Finds NaN and infinite values, indices that are none, and values outside their range among the
   * elements that feature number {@code feature} filled.
   */
  void checkFinite(int feature, int firstElement, int elements, int rows) {
    boolean each = indices.isPresent() || !faults.range(feature).equals(Range.ANY);
    for (int element = firstElement; element < firstElement + elements; element++) {
      int from = element * stride;
      if (each || !KERNELS.finite(inputs, from, from + rows)) {
        for (int row = 0; row < rows; row++) {
          if (faults.valid(row)) {
            check(inputs[from + row], row, feature);
          }
        }
      }
    }
  }
}
