package io.forwardpass.job;

import io.forwardpass.report.Evaluation;
import io.forwardpass.report.Evaluation.CalibrationBin;
import io.forwardpass.report.Evaluation.ClassScores;
import io.forwardpass.report.Evaluation.Confusion;
import io.forwardpass.report.Evaluation.ConfusionMatrix;
import io.forwardpass.report.Evaluation.Curve;

/** What the scorer says of the labels, as the report has it. */
final class EvaluationReport {
  private EvaluationReport() {}

  static Evaluation of(io.forwardpass.spark.Evaluation evaluation) {
    return new Evaluation(
        evaluation.labelCol(),
        evaluation.rows(),
        evaluation.unlabelled(),
        evaluation.unknownLabels(),
        evaluation.otherUnknown(),
        evaluation.accuracy(),
        evaluation.logLoss(),
        evaluation.brierScore(),
        evaluation.macroPrecision(),
        evaluation.macroRecall(),
        evaluation.macroF1(),
        evaluation.calibrationError(),
        evaluation.calibration().stream()
            .map(bin -> new CalibrationBin(bin.rows(), bin.confidence(), bin.accuracy()))
            .toList(),
        evaluation.scoreBins(),
        evaluation.classes().stream().map(EvaluationReport::scores).toList(),
        new ConfusionMatrix(
            evaluation.confusionMatrix().labels(), evaluation.confusionMatrix().rows()),
        evaluation.confusions().stream()
            .map(pair -> new Confusion(pair.label(), pair.prediction(), pair.rows()))
            .toList());
  }

  private static ClassScores scores(io.forwardpass.spark.Evaluation.ClassScores scores) {
    return new ClassScores(
        scores.label(),
        scores.support(),
        scores.predicted(),
        scores.correct(),
        scores.precision(),
        scores.recall(),
        scores.f1(),
        scores.rocAuc(),
        scores.rocAucError(),
        scores.averagePrecision(),
        new Curve(
            scores.curve().thresholds(),
            scores.curve().falsePositiveRates(),
            scores.curve().recalls(),
            scores.curve().precisions()));
  }
}
