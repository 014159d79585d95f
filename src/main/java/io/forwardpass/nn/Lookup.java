package io.forwardpass.nn;

/**
 * A row of the table for each index. Indices outside of the table, which a batch that is not full
 * has in its unused rows, give any numbers.
 *
 * @param positions the number of indices in a row
 * @param table shape (indices, width)
 * @param maskZero whether to write the mask
 */
record Lookup(int positions, Tensor table, boolean maskZero) implements Operation {

  @Override
  public int outputColumns() {
    return positions * table.shape().last();
  }

  @Override
  public int maskColumns() {
    return maskZero ? positions : 0;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    int width = table.shape().last();
    for (int position = 0; position < positions; position++) {
      int from = inputs.at(position);
      if (maskZero) {
        writeMask(inputs.values(), from, scratch.mask(), position, rows);
      }
      for (int row = 0; row < rows; row++) {
        int index = Math.max(0, Math.min((int) inputs.values()[from + row], lastIndex()));
        int to = outputs.at(position * width) + row;
        for (int element = 0; element < width; element++) {
          outputs.values()[to + element * outputs.stride()] =
              table.values()[index * width + element];
        }
      }
    }
  }

  private int lastIndex() {
    return table.shape().dim(0) - 1;
  }

  private static void writeMask(float[] indices, int from, Columns mask, int position, int rows) {
    int to = mask.at(position);
    for (int row = 0; row < rows; row++) {
      mask.values()[to + row] = indices[from + row] == 0 ? 0f : 1f;
    }
  }
}
