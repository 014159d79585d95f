package io.forwardpass.nn;

import java.util.Arrays;

/** Writes the mask of steps that have any feature other than the value, and zeros the others. */
record MaskOperation(int steps, int features, float maskValue) implements Operation {

  @Override
  public int outputColumns() {
    return steps * features;
  }

  @Override
  public int maskColumns() {
    return steps;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    float[] values = outputs.values();
    float[] mask = scratch.mask().values();
    for (int step = 0; step < steps; step++) {
      int maskAt = scratch.mask().at(step);
      Arrays.fill(mask, maskAt, maskAt + rows, 0f);
      for (int feature = 0; feature < features; feature++) {
        int from = outputs.at(step * features + feature);
        for (int row = 0; row < rows; row++) {
          if (values[from + row] != maskValue) {
            mask[maskAt + row] = 1f;
          }
        }
      }
      for (int feature = 0; feature < features; feature++) {
        int from = outputs.at(step * features + feature);
        for (int row = 0; row < rows; row++) {
          values[from + row] *= mask[maskAt + row];
        }
      }
    }
  }
}
