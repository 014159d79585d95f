package io.forwardpass.report;

import java.util.List;
import java.util.Map;

/**
 * How the model did on the rows whose true label is known. Numbers are scikit-learn's of the same
 * name; one that does not exist (the precision of a class that was never predicted) is NaN.
 *
 * @param labelColumn the column of the true labels; empty where none was given
 * @param rows scored rows with a label that is a class's; all that follows is of them
 * @param unlabelled scored rows without a label
 * @param unknownLabels scored rows with a label that is no class's, by label: the first 20 met
 * @param otherUnknown the same with other labels
 * @param calibrationError how far the largest probability is from the share of rows that are
 *     predicted right, on average (ECE)
 * @param calibration ten bins of the largest probability, from 0 to 1
 * @param scoreBins bins of each class's probabilities, from which curves and areas are computed
 * @param classes in the order of the model's outputs
 * @param confusionMatrix of all classes, or of those that are confused most
 * @param confusions the pairs of classes that were confused, most first
 */
public record Evaluation(
    String labelColumn,
    long rows,
    long unlabelled,
    Map<String, Long> unknownLabels,
    long otherUnknown,
    double accuracy,
    double logLoss,
    double brierScore,
    double macroPrecision,
    double macroRecall,
    double macroF1,
    double calibrationError,
    List<CalibrationBin> calibration,
    int scoreBins,
    List<ClassScores> classes,
    ConfusionMatrix confusionMatrix,
    List<Confusion> confusions) {

  /** No labels were given. */
  public static final Evaluation NONE =
      new Evaluation(
          "",
          0,
          0,
          Map.of(),
          0,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          List.of(),
          0,
          List.of(),
          new ConfusionMatrix(List.of(), List.of()),
          List.of());

  public Evaluation {
    calibration = List.copyOf(calibration);
    classes = List.copyOf(classes);
    confusions = List.copyOf(confusions);
  }

  /**
   * Rows with their largest probability in a tenth of 0 to 1.
   *
   * @param confidence the mean of their largest probability
   * @param accuracy the share of them that were predicted right
   */
  public record CalibrationBin(long rows, double confidence, double accuracy) {}

  /**
   * One class against all others.
   *
   * @param support rows of the class
   * @param predicted rows predicted as it
   * @param correct rows of which both is true
   * @param rocAucError how far the area may be from that of the scores themselves, as these are
   *     counted in bins
   * @param curve empty for all but the 25 classes with the most rows
   */
  public record ClassScores(
      String label,
      long support,
      long predicted,
      long correct,
      double precision,
      double recall,
      double f1,
      double rocAuc,
      double rocAucError,
      double averagePrecision,
      Curve curve) {}

  /**
   * The ROC curve and the precision-recall curve, a point at each threshold from the highest down;
   * the first is that of predicting the class never.
   */
  public record Curve(
      List<Double> thresholds,
      List<Double> falsePositiveRates,
      List<Double> recalls,
      List<Double> precisions) {
    public Curve {
      thresholds = List.copyOf(thresholds);
      falsePositiveRates = List.copyOf(falsePositiveRates);
      recalls = List.copyOf(recalls);
      precisions = List.copyOf(precisions);
    }
  }

  /**
   * Rows by true and by predicted class.
   *
   * @param labels all, or the 25 that are confused most
   * @param rows a list for each true class, in it a number for each predicted one
   */
  public record ConfusionMatrix(List<String> labels, List<List<Long>> rows) {
    public ConfusionMatrix {
      labels = List.copyOf(labels);
      rows = List.copyOf(rows);
    }
  }

  /** Rows of one class that were predicted as another. */
  public record Confusion(String label, String prediction, long rows) {}
}
