package io.forwardpass.nn;

import java.util.Arrays;

/**
 * Numbers of the input, each as often as wanted, in any order: element {@code e} comes from element
 * {@code source[e]}, or is {@link #ZERO}.
 */
final class Rearrangement implements Operation {
  static final int ZERO = -1;

  private final int[] source;

  /** Takes ownership of {@code source}. */
  Rearrangement(int[] source) {
    this.source = source;
  }

  @Override
  public int outputColumns() {
    return source.length;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int element = 0; element < source.length; element++) {
      int to = outputs.at(element);
      if (source[element] == ZERO) {
        Arrays.fill(outputs.values(), to, to + rows, 0f);
      } else {
        System.arraycopy(inputs.values(), inputs.at(source[element]), outputs.values(), to, rows);
      }
    }
  }
}
