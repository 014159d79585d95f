package io.forwardpass.nn;

import java.util.Arrays;

/**
 * {@code Σ x · mask / Σ mask} over the steps, for each channel; NaN where no step counts, as in
 * Keras.
 *
 * @param grid of one spatial axis
 */
record MaskedMeans(Grid grid) implements Operation {

  @Override
  public int outputColumns() {
    return grid.channels();
  }

  @Override
  public int scratchFloats(int rows) {
    return Scratch.reserved(rows);
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    Columns mask = scratch.mask();
    int counts = scratch.reserve(rows);
    Arrays.fill(scratch.floats(), counts, counts + rows, 0f);
    for (int step = 0; step < grid.positions(); step++) {
      Loops.addScaled(mask.values(), mask.at(step), 1f, scratch.floats(), counts, rows);
    }
    for (int channel = 0; channel < grid.channels(); channel++) {
      int to = outputs.at(channel);
      Arrays.fill(outputs.values(), to, to + rows, 0f);
      for (int step = 0; step < grid.positions(); step++) {
        int from = inputs.at(step * grid.positionStep() + channel * grid.channelStep());
        addProducts(
            inputs.values(), from, mask.values(), mask.at(step), outputs.values(), to, rows);
      }
      divide(outputs.values(), to, scratch.floats(), counts, rows);
    }
    scratch.release(counts);
  }

  private static void addProducts(
      float[] x, int xFrom, float[] mask, int maskFrom, float[] y, int yFrom, int rows) {
    for (int row = 0; row < rows; row++) {
      y[yFrom + row] += x[xFrom + row] * mask[maskFrom + row];
    }
  }

  private static void divide(float[] y, int yFrom, float[] counts, int from, int rows) {
    for (int row = 0; row < rows; row++) {
      y[yFrom + row] /= counts[from + row];
    }
  }
}
