package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.evaluation.Evaluation.CalibrationBin;
import io.forwardpass.evaluation.Evaluation.ClassScores;
import io.forwardpass.evaluation.Evaluation.Curve;
import io.forwardpass.spark.batch.EvaluationCounts;
import io.forwardpass.spark.batch.LabelledScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Evaluations against scikit-learn's, which {@code src/test/python/evaluations.py} wrote, and
 * against the definitions, in double and pair by pair.
 */
public final class EvaluationTest {
  private static final Path GOLDENS = Path.of("src/test/resources/evaluations");

  /** How far an area from bins is from that of the scores themselves, at most. */
  private static final double AREA = 0.005;

  /** scikit-learn computes logarithms of floats as floats. */
  private static final double LOGARITHM = 1e-6;

  private static Evaluation of(LabelledScores scores) {
    List<String> labels = IntStream.range(0, scores.classes()).mapToObj(Integer::toString).toList();
    return new Evaluator("label", labels, scores.counts()).evaluation(0);
  }

  public static JsonNode golden(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDENS.resolve(name + ".json").toFile());
  }

  private static LabelledScores rows(JsonNode golden) {
    int rows = golden.at("/truths").size();
    int classes = golden.at("/labels").size();
    int[] truths = new int[rows];
    float[][] probabilities = new float[rows][classes];
    for (int row = 0; row < rows; row++) {
      truths[row] = golden.at("/truths").get(row).asInt();
      for (int label = 0; label < classes; label++) {
        probabilities[row][label] =
            (float) golden.at("/probabilities").get(row).get(label).asDouble();
      }
    }
    return new LabelledScores(classes, truths, probabilities);
  }

  private static void assertNumber(JsonNode expected, double actual, double tolerance) {
    assertEquals(expected.isNull() ? Double.NaN : expected.asDouble(), actual, tolerance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "rare", "ties", "three", "thirty", "absent"})
  void isAsScikitLearns(String name) throws IOException {
    JsonNode golden = golden(name);
    Evaluation evaluation = of(rows(golden));
    JsonNode expected = golden.at("/scikit_learn");
    assertEquals(golden.at("/truths").size(), evaluation.rows());
    assertNumber(expected.at("/accuracy"), evaluation.accuracy(), 1e-12);
    assertNumber(expected.at("/log_loss"), evaluation.logLoss(), LOGARITHM);
    assertNumber(expected.at("/brier_score"), evaluation.brierScore(), LOGARITHM);
    assertNumber(expected.at("/macro/precision"), evaluation.macroPrecision(), 1e-12);
    assertNumber(expected.at("/macro/recall"), evaluation.macroRecall(), 1e-12);
    assertNumber(expected.at("/macro/f1"), evaluation.macroF1(), 1e-12);
    assertNumber(expected.at("/calibration_error"), evaluation.calibrationError(), LOGARITHM);
    assertCalibration(expected.at("/calibration"), evaluation.calibration());
    for (int label = 0; label < evaluation.classes().size(); label++) {
      assertClass(
          expected.at("/classes").get(label),
          evaluation.classes().get(label),
          label,
          rows(golden).counts());
    }
    assertMatrix(expected.at("/confusion_matrix"), evaluation);
  }

  private static void assertCalibration(JsonNode expected, List<CalibrationBin> bins) {
    int filled = 0;
    for (int bin = 0; bin < bins.size(); bin++) {
      assertEquals(expected.at("/rows").get(bin).asLong(), bins.get(bin).rows(), "bin " + bin);
      if (bins.get(bin).rows() > 0) {
        assertNumber(expected.at("/accuracy").get(filled), bins.get(bin).accuracy(), 1e-12);
        assertNumber(expected.at("/confidence").get(filled), bins.get(bin).confidence(), LOGARITHM);
        filled++;
      }
    }
    assertEquals(expected.at("/accuracy").size(), filled);
  }

  private static void assertClass(
      JsonNode expected, ClassScores actual, int label, EvaluationCounts counts) {
    assertEquals(expected.at("/support").asLong(), actual.support());
    assertNumber(expected.at("/precision"), actual.precision(), 1e-12);
    assertNumber(expected.at("/recall"), actual.recall(), 1e-12);
    assertNumber(expected.at("/f1"), actual.f1(), 1e-12);
    if (label < counts.firstRanked()) {
      assertTrue(Double.isNaN(actual.rocAuc()), "of two classes the second is ranked");
    } else {
      double error = Double.isNaN(actual.rocAucError()) ? 1 : actual.rocAucError() + 1e-12;
      assertNumber(expected.at("/roc_auc"), actual.rocAuc(), error);
      if (!Double.isNaN(actual.averagePrecision())) {
        assertAveragePrecision(
            expected.at("/average_precision").asDouble(), actual, label, error <= AREA, counts);
      }
    }
  }

  /** Both lie between what the bins allow: a class's rows first in their bin, or last. */
  private static void assertAveragePrecision(
      double expected, ClassScores actual, int label, boolean fine, EvaluationCounts counts) {
    long[] all = counts.scored(label);
    long[] own = counts.scoredOwn(label);
    double least = 0;
    double most = 0;
    long predicted = 0;
    long right = 0;
    for (int bin = all.length - 1; bin >= 0; bin--) {
      for (int row = 1; row <= own[bin]; row++) {
        most += (double) (right + row) / (predicted + row);
        least += (double) (right + row) / (predicted + all[bin] - own[bin] + row);
      }
      predicted += all[bin];
      right += own[bin];
    }
    for (double value : new double[] {expected, actual.averagePrecision()}) {
      assertTrue(value >= least / right - 1e-9 && value <= most / right + 1e-9, value + " of bins");
    }
    if (fine && actual.support() >= 100) {
      assertEquals(expected, actual.averagePrecision(), AREA);
    }
  }

  private static void assertMatrix(JsonNode expected, Evaluation evaluation) {
    List<String> shown = evaluation.confusionMatrix().labels();
    assertEquals(Math.min(25, expected.size()), shown.size());
    for (int truth = 0; truth < shown.size(); truth++) {
      JsonNode row = expected.get(Integer.parseInt(shown.get(truth)));
      for (int prediction = 0; prediction < shown.size(); prediction++) {
        assertEquals(
            row.get(Integer.parseInt(shown.get(prediction))).asLong(),
            evaluation.confusionMatrix().rows().get(truth).get(prediction));
      }
    }
    evaluation
        .confusions()
        .forEach(
            pair ->
                assertEquals(
                    expected
                        .get(Integer.parseInt(pair.label()))
                        .get(Integer.parseInt(pair.prediction()))
                        .asLong(),
                    pair.rows()));
  }

  /** By the definitions. */
  private record Twin(LabelledScores scores) {
    double rocAuc(int label) {
      double won = 0;
      long pairs = 0;
      for (int own = 0; own < rows(); own++) {
        for (int other = 0; other < rows(); other++) {
          if (scores.truth(own) == label && scores.truth(other) != label) {
            won += 0.5 + 0.5 * Math.signum(score(own, label) - score(other, label));
            pairs++;
          }
        }
      }
      return won / pairs;
    }

    /** Over the thresholds that are the scores of the class's own rows. */
    double averagePrecision(int label) {
      double sum = 0;
      long positives = 0;
      for (int own = 0; own < rows(); own++) {
        if (scores.truth(own) == label) {
          long predicted = 0;
          long right = 0;
          for (int row = 0; row < rows(); row++) {
            if (score(row, label) >= score(own, label)) {
              predicted++;
              right += scores.truth(row) == label ? 1 : 0;
            }
          }
          sum += (double) right / predicted;
          positives++;
        }
      }
      return sum / positives;
    }

    double logLoss() {
      double sum = 0;
      for (int row = 0; row < rows(); row++) {
        sum -= Math.log(Math.max(score(row, scores.truth(row)), Math.ulp(1f)));
      }
      return sum / rows();
    }

    double brierScore() {
      double sum = 0;
      for (int row = 0; row < rows(); row++) {
        for (int label = scores.classes() == 2 ? 1 : 0; label < scores.classes(); label++) {
          double distance = score(row, label) - (scores.truth(row) == label ? 1.0 : 0.0);
          sum += distance * distance;
        }
      }
      return sum / rows();
    }

    private float score(int row, int label) {
      return scores.probability(row, label);
    }

    private int rows() {
      return scores.rows();
    }
  }

  /** Few bins, as of many classes, are less exact, and say so. */
  @ParameterizedTest
  @CsvSource({"2, 3", "2, 207", "3, 1", "3, 500", "101, 300", "1600, 300"})
  void isAsDefined(int classes, int rows) {
    LabelledScores scores = LabelledScores.random(classes, rows, 2026L + rows);
    Evaluation evaluation = of(scores);
    Twin twin = new Twin(scores);
    assertEquals(twin.logLoss(), evaluation.logLoss(), 1e-9);
    // Floats that add up to 1 but for their last digits.
    assertEquals(twin.brierScore(), evaluation.brierScore(), 1e-6);
    for (int label = classes == 2 ? 1 : 0; label < Math.min(classes, 5); label++) {
      ClassScores actual = evaluation.classes().get(label);
      double error = Double.isNaN(actual.rocAucError()) ? 1 : actual.rocAucError() + 1e-12;
      assertEquals(twin.rocAuc(label), actual.rocAuc(), error);
      assertTrue(error == 1 || error < 0.03, "an error of " + error);
      assertEquals(
          twin.averagePrecision(label), actual.averagePrecision(), classes > 100 ? 0.15 : 0.02);
    }
  }

  /** Scores that the bins do not tell apart are said to be so. */
  @Test
  void anAreaSaysHowExactItIs() throws IOException {
    List<ClassScores> exact = of(rows(golden("three"))).classes();
    assertTrue(exact.stream().allMatch(one -> one.rocAucError() < 0.001));
    assertEquals(0.5, of(rows(golden("absent"))).classes().get(2).rocAucError());
  }

  @Test
  void ofTooManyClassesNoneIsRanked() {
    Evaluation evaluation = of(LabelledScores.random(1601, 50, 1));
    assertEquals(0, evaluation.scoreBins());
    assertTrue(evaluation.classes().stream().allMatch(one -> Double.isNaN(one.rocAuc())));
    assertTrue(evaluation.accuracy() > 0);
    assertEquals(25, evaluation.confusionMatrix().labels().size());
  }

  @Test
  void aCurveGoesFromNeverToAlways() {
    Evaluation evaluation = of(LabelledScores.random(30, 3000, 5));
    long drawn =
        evaluation.classes().stream().filter(one -> !one.curve().recalls().isEmpty()).count();
    assertEquals(25, drawn);
    for (ClassScores scores : evaluation.classes()) {
      Curve curve = scores.curve();
      if (!curve.recalls().isEmpty()) {
        int last = curve.recalls().size() - 1;
        assertTrue(last > 10 && last <= 201, last + " points");
        assertEquals(0.0, curve.recalls().get(0));
        assertEquals(1.0, curve.precisions().get(0));
        assertEquals(1.0, curve.recalls().get(last));
        assertEquals(1.0, curve.falsePositiveRates().get(last));
        assertEquals((double) scores.support() / 3000, curve.precisions().get(last), 1e-12);
        List<Double> down = new ArrayList<>(curve.thresholds());
        down.sort((a, b) -> Double.compare(b, a));
        assertEquals(down, curve.thresholds());
      }
    }
  }

  @Test
  void ofNoRowsNothingIsKnown() {
    Evaluation evaluation = of(new LabelledScores(3, new int[0], new float[0][3]));
    assertEquals(0, evaluation.rows());
    assertTrue(Double.isNaN(evaluation.accuracy()));
    assertTrue(Double.isNaN(evaluation.macroF1()));
    assertTrue(Double.isNaN(evaluation.calibrationError()));
    assertTrue(evaluation.classes().get(0).curve().recalls().isEmpty());
  }
}
