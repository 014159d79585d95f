package io.forwardpass.spark.batch;

import java.util.Arrays;

/**
 * The rows of one forward pass while their features are brought in: the model's input matrix,
 * feature by feature, and which rows cannot be scored.
 */
final class Tile {
  private final Scoring scoring;
  private final float[] inputs;
  private final int stride;
  private final boolean[] faulty;
  private final ScoringCounts counts;
  private int invalidRows;

  Tile(Scoring scoring, float[] inputs, int stride) {
    this.scoring = scoring;
    this.inputs = inputs;
    this.stride = stride;
    this.faulty = new boolean[stride];
    this.counts = scoring.counts();
  }

  /** Element {@code e} of row {@code r} stands at {@code e · stride() + r}. */
  float[] inputs() {
    return inputs;
  }

  int stride() {
    return stride;
  }

  boolean valid(int row) {
    return !faulty[row];
  }

  int invalidRows() {
    return invalidRows;
  }

  /** Forgets the faults of the rows before. */
  void clear() {
    if (invalidRows > 0) {
      Arrays.fill(faulty, false);
      invalidRows = 0;
    }
  }

  /** Marks a row; a row counts once, for the first fault found. */
  void fault(int row, int feature, InvalidReason reason) {
    if (scoring.onInvalid() == OnInvalid.FAIL) {
      throw new InvalidRowException(scoring.features().get(feature), reason);
    }
    if (!faulty[row]) {
      faulty[row] = true;
      invalidRows++;
      counts.invalid(feature, reason);
    }
  }

  /** Stores one value of {@code row} at {@code index}, and marks the row where it is not finite. */
  void put(int index, float value, int row, int feature) {
    inputs[index] = value;
    if (!Float.isFinite(value)) {
      fault(row, feature, Float.isNaN(value) ? InvalidReason.NAN : InvalidReason.INFINITE);
    }
  }

  /**
   * Finds NaN and infinite values among the elements that feature number {@code feature} filled.
   */
  void checkFinite(int feature, int firstElement, int elements, int rows) {
    for (int element = firstElement; element < firstElement + elements; element++) {
      int from = element * stride;
      if (!finite(inputs, from, from + rows)) {
        for (int row = 0; row < rows; row++) {
          float value = inputs[from + row];
          if (!Float.isFinite(value) && valid(row)) {
            fault(row, feature, Float.isNaN(value) ? InvalidReason.NAN : InvalidReason.INFINITE);
          }
        }
      }
    }
  }

  /**
   * {@code x · 0} is 0 for finite numbers alone; four sums, so that no addition waits for another.
   */
  private static boolean finite(float[] values, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int index = from;
    for (; index + 4 <= to; index += 4) {
      a += values[index] * 0f;
      b += values[index + 1] * 0f;
      c += values[index + 2] * 0f;
      d += values[index + 3] * 0f;
    }
    for (; index < to; index++) {
      a += values[index] * 0f;
    }
    return a + b + c + d == 0;
  }
}
