package io.forwardpass.spark;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.evaluation.Evaluation.CalibrationBin;
import io.forwardpass.evaluation.Evaluation.ClassScores;
import io.forwardpass.evaluation.Evaluation.Confusion;
import io.forwardpass.evaluation.Evaluation.ConfusionMatrix;
import io.forwardpass.evaluation.Evaluation.Curve;
import io.forwardpass.spark.batch.EvaluationCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the counts of a run say of a model.
 *
 * @param labels of the classes, in the order of the model's outputs
 */
record Evaluator(String labelCol, List<String> labels, EvaluationCounts counts) {
  /** Classes with curves, classes in a matrix, and pairs of them: more are no help. */
  private static final int MOST = 25;

  /**
   * Of the rows counted.
   *
   * @param notFinite rows that are not among them as their outputs are not finite
   */
  Evaluation evaluation(long notFinite) {
    long rows = classes().mapToLong(counts::support).sum();
    List<ClassScores> scores = scores();
    List<CalibrationBin> calibration = calibration();
    return new Evaluation(
        labelCol,
        rows,
        counts.unlabelledRows(),
        counts.unknownLabels(),
        counts.otherUnknownRows(),
        notFinite,
        (double) classes().mapToLong(counts::correct).sum() / rows,
        counts.logLoss() / rows,
        counts.squares() / rows / (labels.size() == 2 ? 2 : 1),
        rows == 0 ? Double.NaN : mean(scores, ClassScores::precision),
        rows == 0 ? Double.NaN : mean(scores, ClassScores::recall),
        rows == 0 ? Double.NaN : mean(scores, ClassScores::f1),
        calibrationError(calibration, rows),
        calibration,
        counts.bins().count(),
        scores,
        matrix(),
        confusions());
  }

  private IntStream classes() {
    return IntStream.range(0, labels.size());
  }

  private static double mean(List<ClassScores> scores, ToDoubleFunction<ClassScores> score) {
    return scores.stream()
        .mapToDouble(score)
        .map(value -> Double.isNaN(value) ? 0 : value)
        .average()
        .orElseThrow();
  }

  private List<ClassScores> scores() {
    Set<Integer> drawn =
        new HashSet<>(most(counts::support).subList(0, Math.min(MOST, labels.size())));
    return classes().mapToObj(label -> scores(label, drawn.contains(label))).toList();
  }

  /** The classes, those with the most rows first. */
  private List<Integer> most(ToDoubleFunction<Integer> rows) {
    return classes().boxed().sorted(Comparator.comparingDouble(rows).reversed()).toList();
  }

  private ClassScores scores(int label, boolean drawn) {
    long support = counts.support(label);
    long predicted = counts.predicted(label);
    long correct = counts.correct(label);
    boolean ranked = label >= counts.firstRanked() && counts.bins().count() > 0;
    RankedScores scores =
        ranked
            ? new RankedScores(counts.bins(), counts.scored(label), counts.scoredOwn(label))
            : new RankedScores(counts.bins(), new long[0], new long[0]);
    return new ClassScores(
        labels.get(label),
        support,
        predicted,
        correct,
        (double) correct / predicted,
        (double) correct / support,
        2.0 * correct / (support + predicted),
        scores.rocAuc(),
        scores.rocAucError(),
        scores.averagePrecision(),
        drawn ? scores.curve() : Curve.NONE);
  }

  private List<CalibrationBin> calibration() {
    return IntStream.range(0, EvaluationCounts.CONFIDENCE_BINS)
        .mapToObj(
            bin ->
                new CalibrationBin(
                    counts.confident(bin),
                    counts.confidence(bin) / counts.confident(bin),
                    (double) counts.confidentAndCorrect(bin) / counts.confident(bin)))
        .toList();
  }

  private static double calibrationError(List<CalibrationBin> bins, long rows) {
    return bins.stream()
            .filter(bin -> bin.rows() > 0)
            .mapToDouble(bin -> bin.rows() * Math.abs(bin.confidence() - bin.accuracy()))
            .sum()
        / rows;
  }

  private ConfusionMatrix matrix() {
    List<Integer> shown =
        labels.size() <= MOST
            ? classes().boxed().toList()
            : most(this::confused).subList(0, MOST).stream().sorted().toList();
    List<List<Long>> matrix = new ArrayList<>();
    for (int truth : shown) {
      matrix.add(shown.stream().map(prediction -> rows(truth, prediction)).toList());
    }
    return new ConfusionMatrix(shown.stream().map(labels::get).toList(), matrix);
  }

  /** Rows of the class that were predicted as another, and of another predicted as it. */
  private double confused(int label) {
    return counts.support(label) + counts.predicted(label) - 2.0 * counts.correct(label);
  }

  private long rows(int truth, int prediction) {
    return truth == prediction ? counts.correct(truth) : counts.confused(truth, prediction);
  }

  private List<Confusion> confusions() {
    return Arrays.stream(counts.confusedPairs())
        .mapToObj(pair -> confusion((int) (pair / labels.size()), (int) (pair % labels.size())))
        .sorted(
            Comparator.comparingLong(Confusion::rows)
                .reversed()
                .thenComparing(Confusion::label)
                .thenComparing(Confusion::prediction))
        .limit(MOST)
        .toList();
  }

  private Confusion confusion(int truth, int prediction) {
    return new Confusion(
        labels.get(truth), labels.get(prediction), counts.confused(truth, prediction));
  }
}
