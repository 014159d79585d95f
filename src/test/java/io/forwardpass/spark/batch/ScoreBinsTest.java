package io.forwardpass.spark.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScoreBinsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1024",
    "2, 1024",
    "100, 1024",
    "101, 512",
    "200, 512",
    "201, 256",
    "400, 256",
    "401, 128",
    "800, 128",
    "801, 64",
    "1600, 64",
    "1601, 0",
    "50000, 0"
  })
  void theMoreClassesTheFewerBins(int classes, int bins) {
    assertEquals(bins, ScoreBins.forClasses(classes).count());
  }

  /** Each probability lies in the bin whose start is the last one below it, or is the start. */
  @ParameterizedTest
  @ValueSource(ints = {3, 150, 1000})
  void aBinHoldsWhatLiesBetweenItsEnds(int classes) {
    ScoreBins bins = ScoreBins.forClasses(classes);
    int last = 0;
    for (float probability = 0; probability <= 1; probability += 1e-5f) {
      int bin = bins.bin(probability);
      double end = bin + 1 < bins.count() ? bins.start(bin + 1) : 1;
      assertTrue(bins.start(bin) <= probability && probability <= end, "bin of " + probability);
      assertTrue(bin >= last, "bins go up at " + probability);
      last = bin;
    }
  }

  @Test
  void theEndsAreInTheOuterBins() {
    ScoreBins bins = ScoreBins.forClasses(2);
    assertEquals(0, bins.bin(0));
    assertEquals(0, bins.bin(Float.MIN_VALUE));
    assertEquals(1023, bins.bin(1));
    assertEquals(1023, bins.bin(Math.nextUp(1f)), "as softmax rounds");
    assertEquals(0, bins.start(0));
    assertEquals(0.5, bins.start(512));
    assertEquals(511, bins.bin(Math.nextDown(0.5f)));
    assertEquals(512, bins.bin(0.5f));
  }

  /** A 32nd of a halving, on either side. */
  @Test
  void binsAreNarrowerTowardsTheEnds() {
    ScoreBins bins = ScoreBins.forClasses(2);
    assertEquals(0.25 / 32, bins.start(512) - bins.start(511), 1e-12);
    assertEquals(0.25 / 32, bins.start(513) - bins.start(512), 1e-12);
    int rare = bins.bin(0.001f);
    assertEquals(0x1p-10 / 32, bins.start(rare + 1) - bins.start(rare), 1e-12);
    int sure = bins.bin(0.999f);
    assertEquals(0x1p-10 / 32, bins.start(sure + 1) - bins.start(sure), 1e-12);
  }
}
