package io.forwardpass.nn;

/**
 * {@code (x − center) · scale + offset} with three numbers for each element of a row, in place.
 *
 * <p>Folding the center into the offset would cost digits where it is large against the spread.
 */
record Affine(Tensor center, Tensor scale, Tensor offset) implements Operation {

  @Override
  public int outputColumns() {
    return scale.size();
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    float[] centers = center.values();
    float[] scales = scale.values();
    float[] offsets = offset.values();
    for (int element = 0; element < scales.length; element++) {
      int from = outputs.at(element);
      apply(
          outputs.values(), from, from + rows, centers[element], scales[element], offsets[element]);
    }
  }

  private static void apply(
      float[] values, int from, int to, float center, float scale, float offset) {
    for (int i = from; i < to; i++) {
      values[i] = (values[i] - center) * scale + offset;
    }
  }

  @Override
  public boolean inPlace() {
    return true;
  }
}
