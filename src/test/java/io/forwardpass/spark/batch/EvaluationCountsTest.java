package io.forwardpass.spark.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tasks count of labels adds up, and stays small on its way. */
final class EvaluationCountsTest {
  private static void assertSame(EvaluationCounts expected, EvaluationCounts actual, int classes) {
    for (int label = 0; label < classes; label++) {
      assertEquals(expected.support(label), actual.support(label));
      assertEquals(expected.predicted(label), actual.predicted(label));
      assertEquals(expected.correct(label), actual.correct(label));
      if (label >= expected.firstRanked()) {
        assertArrayEquals(expected.scored(label), actual.scored(label));
        assertArrayEquals(expected.scoredOwn(label), actual.scoredOwn(label));
      }
    }
    assertArrayEquals(sorted(expected.confusedPairs()), sorted(actual.confusedPairs()));
    for (long pair : expected.confusedPairs()) {
      int truth = (int) (pair / classes);
      int prediction = (int) (pair % classes);
      assertEquals(expected.confused(truth, prediction), actual.confused(truth, prediction));
    }
    for (int bin = 0; bin < EvaluationCounts.CONFIDENCE_BINS; bin++) {
      assertEquals(expected.confident(bin), actual.confident(bin));
      assertEquals(expected.confidentAndCorrect(bin), actual.confidentAndCorrect(bin));
      assertEquals(expected.confidence(bin), actual.confidence(bin), 1e-9);
    }
    assertEquals(expected.logLoss(), actual.logLoss(), 1e-9 * (1 + expected.logLoss()));
    assertEquals(expected.squares(), actual.squares(), 1e-9 * (1 + expected.squares()));
    assertEquals(expected.unlabelledRows(), actual.unlabelledRows());
    assertEquals(expected.unknownLabels(), actual.unknownLabels());
    assertEquals(expected.otherUnknownRows(), actual.otherUnknownRows());
  }

  private static long[] sorted(long[] pairs) {
    Arrays.sort(pairs);
    return pairs;
  }

  /** The same counts as a task has them, which has got an empty copy of the driver's. */
  private static EvaluationCounts ofTask(EvaluationCounts counts) {
    EvaluationCounts registered = counts.copyAndReset();
    LocalSpark.session().sparkContext().register(registered, "counts");
    EvaluationCounts sent = SerializationUtils.clone(registered);
    sent.merge(counts);
    return sent;
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 207", "3, 13", "30, 4098", "150, 500", "1601, 207"})
  void countsOfTasksAddUp(int classes, int rows) {
    LabelledScores scores = LabelledScores.random(classes, rows, 7);
    EvaluationCounts sum = new EvaluationCounts(classes);
    assertTrue(sum.isZero());
    int third = rows / 3;
    sum.merge(scores.counts(0, third));
    sum.merge(SerializationUtils.clone(ofTask(scores.counts(third, 2 * third))));
    sum.merge(scores.counts(2 * third, rows).copy());
    assertSame(scores.counts(), sum, classes);
    assertFalse(sum.isZero());
    sum.reset();
    assertTrue(sum.isZero());
    assertSame(new EvaluationCounts(classes), sum, classes);
    assertSame(new EvaluationCounts(classes), scores.counts().copyAndReset(), classes);
  }

  /** Spark adds up the sizes of the results of all tasks, and stops the job at a gigabyte. */
  @Test
  void aTaskSendsLittle() throws Exception {
    EvaluationCounts counts = ofTask(LabelledScores.random(10, 1000, 7).counts());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(counts);
    }
    assertTrue(bytes.size() < 20_000, bytes.size() + " bytes");
  }

  @Test
  void labelsOfNoClassAreNamed() {
    EvaluationCounts counts = new EvaluationCounts(2);
    counts.unlabelled(LabelReader.UNLABELLED);
    counts.unlabelled(counts.unknown("cow"));
    counts.unlabelled(counts.unknown("hen"));
    counts.unlabelled(counts.unknown("cow"));
    assertEquals(1, counts.unlabelledRows());
    assertEquals(Map.of("cow", 2L, "hen", 1L), counts.unknownLabels());
    EvaluationCounts other = new EvaluationCounts(2);
    other.unlabelled(other.unknown("hen"));
    counts.merge(other);
    assertEquals(Map.of("cow", 2L, "hen", 2L), counts.unknownLabels());
    assertFalse(counts.isZero());
  }

  @Test
  void ofManyLabelsOfNoClassTwentyAreNamed() {
    EvaluationCounts counts = new EvaluationCounts(2);
    for (int label = 0; label < 30; label++) {
      counts.unlabelled(counts.unknown("label " + label));
    }
    EvaluationCounts other = new EvaluationCounts(2);
    other.unlabelled(other.unknown("another"));
    counts.merge(other);
    assertEquals(20, counts.unknownLabels().size());
    assertEquals(11, counts.otherUnknownRows());
  }

  /** Of more than 100 classes as many pairs as 100 have; all others together. */
  @Test
  void ofManyPairsTenThousandAreCountedOneByOne() {
    int classes = 200;
    EvaluationCounts counts = new EvaluationCounts(classes);
    for (int round = 0; round < 2; round++) {
      for (int truth = 0; truth < classes; truth++) {
        for (int prediction = 0; prediction < classes; prediction++) {
          counts.outcome(truth, prediction, 0.5f, 0.5f);
        }
      }
    }
    assertEquals(10_000, counts.confusedPairs().length);
    assertEquals(2, counts.confused(0, 199));
    assertEquals(0, counts.confused(199, 0));
    assertEquals(2L * 200 * 199 - 20_000, counts.otherConfused());
  }
}
