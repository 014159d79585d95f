package io.forwardpass.nn;

/**
 * {@code a · sigmoid(b)}, where {@code a} and {@code b} are the halves of an axis.
 *
 * @param positions the product of the axes before
 * @param half half the product of this axis and those behind it
 */
record GatedLinearUnit(int positions, int half, Kernels kernels) implements Operation {

  @Override
  public int outputColumns() {
    return positions * half;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int output = 0; output < positions * half; output++) {
      int a = inputs.at(output / half * 2 * half + output % half);
      int b = a + half * inputs.stride();
      int to = outputs.at(output);
      System.arraycopy(inputs.values(), b, outputs.values(), to, rows);
      kernels.sigmoid(outputs.values(), to, to + rows);
      multiply(inputs.values(), a, outputs.values(), to, rows);
    }
  }

  private static void multiply(float[] factors, int from, float[] values, int to, int rows) {
    for (int row = 0; row < rows; row++) {
      values[to + row] *= factors[from + row];
    }
  }
}
