package io.forwardpass.nn;

/** What a pooling layer makes of the numbers under its window. */
public enum Pool {
  MAX("Max"),
  AVERAGE("Average");

  private final String word;

  Pool(String word) {
    this.word = word;
  }

  /** As it stands in Keras' class names. */
  String word() {
    return word;
  }

  /** The operation that makes one number of each group. */
  Operation over(Groups groups, Kernels kernels) {
    return switch (this) {
      case MAX -> new Maxima(groups, kernels);
      case AVERAGE -> WeightedSums.means(groups);
    };
  }
}
