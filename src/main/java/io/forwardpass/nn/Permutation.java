package io.forwardpass.nn;

/** The same numbers in another order: element {@code e} comes from element {@code source[e]}. */
final class Permutation implements Operation {
  private final int[] source;

  /** Takes ownership of {@code source}. */
  Permutation(int[] source) {
    this.source = source;
  }

  @Override
  public int outputColumns() {
    return source.length;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int element = 0; element < source.length; element++) {
      System.arraycopy(
          inputs.values(), inputs.at(source[element]), outputs.values(), outputs.at(element), rows);
    }
  }
}
