package io.forwardpass.spark;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.spark.batch.ScoreBins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows ranked by the probability of one class, as far as its bins tell them apart. */
final class RankedScores {
  /** Points of a curve that are nearer to one another look the same. */
  private static final double STEP = 0.01;

  private final ScoreBins bins;
  private final long[] all;
  private final long[] own;

  /**
   * @param all rows by bin
   * @param own those of them that are of the class
   */
  RankedScores(ScoreBins bins, long[] all, long[] own) {
    this.bins = bins;
    this.all = all;
    this.own = own;
  }

  private long positives() {
    return Arrays.stream(own).sum();
  }

  private long negatives() {
    return Arrays.stream(all).sum() - positives();
  }

  /** The area under the ROC curve; rows of one bin count as equal. NaN where there is no curve. */
  double rocAuc() {
    double area = 0;
    long below = 0;
    for (int bin = 0; bin < all.length; bin++) {
      long others = all[bin] - own[bin];
      area += own[bin] * (below + 0.5 * others);
      below += others;
    }
    return area / ((double) positives() * negatives());
  }

  /** As much as the area could be more or less, were the rows of each bin told apart. */
  double rocAucError() {
    double pairs = 0;
    for (int bin = 0; bin < all.length; bin++) {
      pairs += (double) own[bin] * (all[bin] - own[bin]);
    }
    return 0.5 * pairs / ((double) positives() * negatives());
  }

  /** The sum of {@code (Rₙ − Rₙ₋₁) · Pₙ} over the bins from the top, as scikit-learn has it. */
  double averagePrecision() {
    double sum = 0;
    long predicted = 0;
    long right = 0;
    for (int bin = all.length - 1; bin >= 0; bin--) {
      predicted += all[bin];
      right += own[bin];
      if (own[bin] > 0) {
        sum += (double) own[bin] * right / predicted;
      }
    }
    return sum / positives();
  }

  /** Both curves; empty where one of them does not exist. */
  Evaluation.Curve curve() {
    double positives = positives();
    double negatives = negatives();
    if (positives == 0 || negatives == 0) {
      return Evaluation.Curve.NONE;
    }
    List<Double> thresholds = new ArrayList<>(List.of(1.0));
    List<Double> falsePositiveRates = new ArrayList<>(List.of(0.0));
    List<Double> recalls = new ArrayList<>(List.of(0.0));
    List<Double> precisions = new ArrayList<>(List.of(1.0));
    long predicted = 0;
    long right = 0;
    for (int bin = all.length - 1; bin >= 0; bin--) {
      predicted += all[bin];
      right += own[bin];
      double falsePositiveRate = (predicted - right) / negatives;
      double recall = right / positives;
      int last = recalls.size() - 1;
      boolean moved =
          falsePositiveRate - falsePositiveRates.get(last) >= STEP
              || recall - recalls.get(last) >= STEP;
      boolean end = predicted == positives + negatives && all[bin] > 0;
      if (moved || end) {
        thresholds.add(bins.start(bin));
        falsePositiveRates.add(falsePositiveRate);
        recalls.add(recall);
        precisions.add((double) right / predicted);
      }
    }
    return new Evaluation.Curve(thresholds, falsePositiveRates, recalls, precisions);
  }
}
