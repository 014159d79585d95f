package io.forwardpass.nn;

/** {@code x > 0 ? x : slope · x} with a slope for each element, in place. */
record SlopesOperation(Tensor slopes) implements Operation {

  @Override
  public int outputColumns() {
    return slopes.size();
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int element = 0; element < slopes.size(); element++) {
      int from = outputs.at(element);
      Loops.leakyRelu(outputs.values(), from, from + rows, slopes.values()[element]);
    }
  }
}
