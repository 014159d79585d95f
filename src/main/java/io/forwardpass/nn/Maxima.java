package io.forwardpass.nn;

/** The largest element of each group. */
record Maxima(Groups groups, Kernels kernels) implements Operation {

  @Override
  public int outputColumns() {
    return groups.count();
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int output = 0; output < groups.count(); output++) {
      int[] group = groups.elements(output);
      int to = outputs.at(output);
      System.arraycopy(inputs.values(), inputs.at(group[0]), outputs.values(), to, rows);
      for (int index = 1; index < group.length; index++) {
        kernels.max(inputs.values(), inputs.at(group[index]), outputs.values(), to, rows);
      }
    }
  }
}
