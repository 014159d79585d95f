package io.forwardpass.nn;

import java.util.Arrays;

/** The sum of each group's elements, each with a factor. */
final class WeightedSums implements Operation {
  private final Groups groups;
  private final float[][] factors;

  /**
   * Takes ownership of {@code factors}.
   *
   * @param factors one for each element of each group
   */
  WeightedSums(Groups groups, float[][] factors) {
    this.groups = groups;
    this.factors = factors;
  }

  /** The mean of each group's elements. */
  static WeightedSums means(Groups groups) {
    float[][] factors = new float[groups.count()][];
    for (int group = 0; group < factors.length; group++) {
      factors[group] = new float[groups.elements(group).length];
      Arrays.fill(factors[group], 1f / factors[group].length);
    }
    return new WeightedSums(groups, factors);
  }

  @Override
  public int outputColumns() {
    return groups.count();
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int output = 0; output < groups.count(); output++) {
      int[] elements = groups.elements(output);
      int to = outputs.at(output);
      Arrays.fill(outputs.values(), to, to + rows, 0f);
      for (int index = 0; index < elements.length; index++) {
        Loops.addScaled(
            inputs.values(),
            inputs.at(elements[index]),
            factors[output][index],
            outputs.values(),
            to,
            rows);
      }
    }
  }
}
