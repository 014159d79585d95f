package io.forwardpass.spark.batch;

import java.util.Random;

/** Rows as a forward pass leaves them, with their true labels. */
public final class LabelledScores {
  private final int classes;
  private final int[] truths;
  private final float[][] probabilities;

  /**
   * @param truths the true classes, or what stands for others
   * @param probabilities by row, then by class
   */
  public LabelledScores(int classes, int[] truths, float[][] probabilities) {
    this.classes = classes;
    this.truths = truths;
    this.probabilities = probabilities;
  }

  /** Rows of one model, which is right more often than not. */
  public static LabelledScores random(int classes, int rows, long seed) {
    Random random = new Random(seed);
    int[] truths = new int[rows];
    float[][] probabilities = new float[rows][classes];
    for (int row = 0; row < rows; row++) {
      truths[row] = random.nextInt(classes);
      double sum = 0;
      for (int label = 0; label < classes; label++) {
        double logit = 1.5 * random.nextGaussian() + (label == truths[row] ? 3 : 0);
        probabilities[row][label] = (float) Math.exp(logit);
        sum += probabilities[row][label];
      }
      for (int label = 0; label < classes; label++) {
        probabilities[row][label] /= (float) sum;
      }
    }
    return new LabelledScores(classes, truths, probabilities);
  }

  public int classes() {
    return classes;
  }

  public int rows() {
    return truths.length;
  }

  public int truth(int row) {
    return truths[row];
  }

  public float probability(int row, int label) {
    return probabilities[row][label];
  }

  private int prediction(int row) {
    int best = 0;
    for (int label = 1; label < classes; label++) {
      best = probabilities[row][label] > probabilities[row][best] ? label : best;
    }
    return best;
  }

  /** What a task counts of the rows from {@code from} to {@code to}, as a batch. */
  public EvaluationCounts counts(int from, int to) {
    EvaluationCounts counts = new EvaluationCounts(classes);
    int rows = to - from;
    int[] labels = new int[rows];
    float[] matrix = new float[classes * rows];
    for (int row = 0; row < rows; row++) {
      float[] own = probabilities[from + row];
      labels[row] = truths[from + row];
      for (int label = 0; label < classes; label++) {
        matrix[label * rows + row] = own[label];
      }
      if (labels[row] < 0) {
        counts.unlabelled(labels[row]);
      } else {
        int prediction = prediction(from + row);
        counts.outcome(labels[row], prediction, own[prediction], own[labels[row]]);
      }
    }
    for (int label = 0; label < classes; label++) {
      counts.scores(label, matrix, label * rows, labels, rows);
    }
    return counts;
  }

  public EvaluationCounts counts() {
    return counts(0, truths.length);
  }
}
