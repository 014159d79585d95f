package io.forwardpass.spark.batch;

import java.util.Optional;

/**
 * The rows of one forward pass while their features are brought in: the model's input matrix,
 * feature by feature, and what becomes of the rows.
 */
final class Tile {
  private final float[] inputs;
  private final int stride;
  private final Faults faults;
  private final Optional<FeatureCounting> counting;

  /**
   * @param counting of the features as they come, where it is asked for
   */
  Tile(float[] inputs, int stride, Faults faults, Optional<FeatureCounting> counting) {
    this.inputs = inputs;
    this.stride = stride;
    this.faults = faults;
    this.counting = counting;
  }

  /** Element {@code e} of row {@code r} stands at {@code e · stride() + r}. */
  float[] inputs() {
    return inputs;
  }

  int stride() {
    return stride;
  }

  /** What becomes of the rows. */
  Faults faults() {
    return faults;
  }

  /**
   * What stands in the inputs for a value that is not there.
   *
   * @param reason why it is not
   */
  float missing(int row, int feature, InvalidReason reason) {
    if (counting.isPresent()) {
      counting.get().absent(row, feature, reason);
    }
    return faults.settle(row, feature, Float.NaN, reason);
  }

  /** Fills a row's elements of a feature that is not there as a whole. */
  void fill(int row, int feature, InvalidReason reason, int firstElement, int elements) {
    float value = missing(row, feature, reason);
    for (int element = firstElement; element < firstElement + elements; element++) {
      inputs[element * stride + row] = value;
    }
  }

  /** Stores one value of {@code row} at {@code index}, or what stands for it if it is not sound. */
  void put(int index, float value, int row, int feature) {
    InvalidReason reason = faults.check(feature).fault(value);
    if (reason != null) {
      settle(index, value, row, feature, reason);
    } else {
      inputs[index] = value;
    }
  }

  private void settle(int index, float value, int row, int feature, InvalidReason reason) {
    if (counting.isPresent()) {
      counting.get().unsound(row, feature, index / stride, value);
    }
    inputs[index] = faults.settle(row, feature, value, reason);
  }

  /**
   * Counts nulls in a row's arrays that were replaced on the way.
   *
   * @param values how many
   */
  void replaced(int row, int feature, int values) {
    if (values > 0 && counting.isPresent()) {
      counting.get().absent(row, feature, InvalidReason.NULL);
    }
    faults.replaced(feature, InvalidReason.NULL, values);
  }

  /** Finds the values that are not sound among the elements that a feature filled. */
  void check(int feature, int firstElement, int elements, int rows) {
    FeatureCheck check = faults.check(feature);
    for (int element = firstElement; element < firstElement + elements; element++) {
      int from = element * stride;
      if (!check.areSound(inputs, from, from + rows)) {
        for (int row = 0; row < rows; row++) {
          put(from + row, inputs[from + row], row, feature);
        }
      }
    }
  }
}
