package io.forwardpass.spark.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The histogram of the largest probability. */
final class ScoringCountsTest {
  private static ScoringCounts of(float... probabilities) {
    ScoringCounts counts = new ScoringCounts(1, 2);
    for (float probability : probabilities) {
      counts.predicted(0, probability);
    }
    return counts;
  }

  /** The histogram with one row in each of these bins, in which a bin may stand twice. */
  private static List<Long> bins(int... filled) {
    List<Long> bins = new ArrayList<>(Collections.nCopies(20, 0L));
    for (int bin : filled) {
      bins.set(bin, bins.get(bin) + 1);
    }
    return bins;
  }

  @Test
  void aBinHoldsItsLowerEdge() {
    assertEquals(bins(0, 0, 1, 10, 19), of(0f, 0.049f, 0.05f, 0.5f, 0.95f).confidences());
    assertEquals(bins(9, 18), of(Math.nextDown(0.5f), 0.9499f).confidences());
  }

  @Test
  void theLastBinHoldsOne() {
    assertEquals(bins(19, 19), of(1f, Math.nextUp(1f)).confidences());
  }

  @Test
  void aModelWithoutClassesHasNone() {
    assertEquals(List.of(), new ScoringCounts(1, 0).confidences());
  }

  @Test
  void histogramsOfTasksAddUp() {
    ScoringCounts sum = of(0.5f, 0.9f);
    sum.merge(of(0.9f, 1f));
    assertEquals(bins(10, 18, 18, 19), sum.confidences());
    assertEquals(bins(10, 18, 18, 19), sum.copy().confidences());
    sum.reset();
    assertEquals(bins(), sum.confidences());
  }
}
