package io.forwardpass.nn;

/** The largest element of each group. Columns that lie without gaps are taken together. */
record Maxima(Groups groups, Kernels kernels) implements Operation {

  @Override
  public int outputColumns() {
    return groups.count();
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    boolean gapless = inputs.stride() == rows && outputs.stride() == rows;
    int together = 1;
    for (int output = 0; output < groups.count(); output += together) {
      together = gapless ? groups.run(output) : 1;
      int[] group = groups.elements(output);
      int to = outputs.at(output);
      int numbers = together * rows;
      System.arraycopy(inputs.values(), inputs.at(group[0]), outputs.values(), to, numbers);
      for (int index = 1; index < group.length; index++) {
        kernels.max(inputs.values(), inputs.at(group[index]), outputs.values(), to, numbers);
      }
    }
  }
}
