package io.forwardpass.evaluation;

import java.util.List;
import java.util.Map;

/**
 * How a model did on the rows whose true label is known, summed over the tasks of a run; filled
 * once an action has run over the scored rows. Numbers are scikit-learn's of the same name; one
 * that does not exist (the precision of a class that was never predicted) is NaN.
 *
 * @param labelColumn the column of the true labels; empty where none was given
 * @param rows scored rows with a label that is a class's; all that follows is of them
 * @param unlabelled scored rows without a label
 * @param unknownLabels scored rows with a label that is no class's, by label: the first 20 met
 * @param otherUnknown the same with other labels
 * @param outputNotFinite rows that are left out, whatever their label, as an output of the model is
 *     not finite
 * @param accuracy the share of the rows that were predicted right
 * @param logLoss the mean of {@code −ln p} of the true class
 * @param brierScore the mean squared distance from the truth: of two classes {@code (p − y)²}, of
 *     more their sum
 * @param macroPrecision the mean over the classes, in which one that does not exist is 0
 * @param macroRecall the same
 * @param macroF1 the same
 * @param calibrationError how far the largest probability is from the share of rows that are
 *     predicted right, on average over the rows, in ten bins (ECE)
 * @param calibration the ten bins, from 0 to 1
 * @param scoreBins bins of each class's probabilities, from which its curve and the areas are
 *     computed; 0 where there are too many classes
 * @param classes in the order of the model's outputs
 * @param confusionMatrix of all classes, or of those that are confused most
 * @param confusions the pairs of classes that were confused, most first, at most 25
 */
public record Evaluation(
    String labelColumn,
    long rows,
    long unlabelled,
    Map<String, Long> unknownLabels,
    long otherUnknown,
    long outputNotFinite,
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
   * Rows with their largest probability in a tenth of 0 to 1, which has its upper end.
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
   * @param rocAuc the area under the ROC curve; of two classes that of the second alone
   * @param rocAucError how far it may be from the area of the scores themselves, as these are
   *     counted in bins
   * @param averagePrecision the area under the precision-recall curve, as steps
   * @param curve the two curves; empty for all but the 25 classes with the most rows
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
   * What predicting a class from some probability on would give, from the highest down; the first
   * point is that of predicting it never. A point follows where it is a hundredth away.
   *
   * @param thresholds the least probability
   * @param falsePositiveRates the share of the rows of other classes that would be predicted so
   * @param recalls the share of the class's rows
   * @param precisions the share of the class's rows among those predicted so
   */
  public record Curve(
      List<Double> thresholds,
      List<Double> falsePositiveRates,
      List<Double> recalls,
      List<Double> precisions) {
    /** Without a point. */
    public static final Curve NONE = new Curve(List.of(), List.of(), List.of(), List.of());

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
   * @param labels all, or the 25 with the most rows that were taken for or as another class
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
