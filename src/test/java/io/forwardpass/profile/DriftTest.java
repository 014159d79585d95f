package io.forwardpass.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Distances as SciPy computes them ({@code src/test/python/drifts.py}), and by hand. */
final class DriftTest {
  private static JsonNode cases() throws IOException {
    return new ObjectMapper().readTree(Path.of("src/test/resources/drift/cases.json").toFile());
  }

  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    cases().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Float> floats(JsonNode values) {
    List<Float> floats = new ArrayList<>();
    values.forEach(value -> floats.add(value.isNull() ? null : value.floatValue()));
    return floats;
  }

  private static List<Long> longs(JsonNode values) {
    List<Long> longs = new ArrayList<>();
    values.forEach(value -> longs.add(value.asLong()));
    return longs;
  }

  @ParameterizedTest
  @MethodSource("names")
  void distancesAreThoseOfSciPy(String name) throws IOException {
    JsonNode numbers = cases().path(name);
    List<Float> edges = floats(numbers.path("edges"));
    FeatureProfile reference = Naive.profile("x", floats(numbers.path("reference")), edges);
    FeatureProfile run = Naive.profile("x", floats(numbers.path("run")), edges);
    assertEquals(longs(numbers.path("reference_counts")), reference.counts());
    assertEquals(longs(numbers.path("counts")), run.counts());

    List<Long> referenceCounts = new ArrayList<>(reference.counts());
    referenceCounts.add(reference.missing());
    List<Long> counts = new ArrayList<>(run.counts());
    counts.add(run.missing());
    Distance distance = Distance.of(referenceCounts, counts, reference.allRows(), run.allRows());
    assertEquals(numbers.path("psi").asDouble(), distance.psi(), 1e-12);
    assertEquals(numbers.path("psi_expected").asDouble(), distance.psiExpected(), 1e-12);
    assertEquals(numbers.path("psi_noise").asDouble(), distance.psiNoise(), 1e-7);
    assertEquals(numbers.path("jensen_shannon").asDouble(), distance.jensenShannon(), 1e-9);
    double wasserstein = new Wasserstein(reference, run).distance();
    assertEquals(numbers.path("wasserstein").asDouble(), wasserstein, 1e-9);
    // No value is further from the middle of its bin than half the widest one.
    double widest = 0;
    for (int edge = 1; edge < edges.size(); edge++) {
      widest = Math.max(widest, edges.get(edge) - edges.get(edge - 1));
    }
    assertEquals(numbers.path("wasserstein_of_samples").asDouble(), wasserstein, widest + 1e-6);
  }

  @Test
  void anEmptyBinCountsAsHalfAValue() {
    Distance distance = Distance.of(List.of(4L, 4L, 0L, 0L), List.of(6L, 0L, 2L, 0L), 8, 8);
    double psi =
        (0.75 - 0.5) * Math.log(0.75 / 0.5)
            + (0.0625 - 0.5) * Math.log(0.0625 / 0.5)
            + (0.25 - 0.0625) * Math.log(0.25 / 0.0625);
    assertEquals(psi, distance.psi(), 1e-15);
    assertEquals(3, distance.bins(), "but for the one that both have empty");
    assertEquals(2 / 4.0, distance.psiExpected());
    assertEquals(5.991464547107979 / 4, distance.psiNoise(), 1e-7, "the 95 % of χ² with 2 degrees");
  }

  @Test
  void aSampleOfNothingHasNoDistance() {
    Distance distance = Distance.of(List.of(4L, 4L), List.of(0L, 0L), 8, 0);
    assertTrue(Double.isNaN(distance.psi()) && Double.isNaN(distance.jensenShannon()));
    assertFalse(distance.drifted());
  }

  @Test
  void fineBinsBecomeAboutTen() {
    assertEquals(
        Collections.nCopies(10, 10L),
        CoarseBins.of(Collections.nCopies(100, 1L)).sums(Collections.nCopies(100, 1L)));
    List<Long> counts = List.of(0L, 60L, 0L, 3L, 3L, 3L, 3L, 3L, 5L, 20L);
    CoarseBins bins = CoarseBins.of(counts);
    assertEquals(List.of(0L, 60L, 9L, 11L, 20L), bins.sums(counts), "frequent values stay alone");
    assertEquals(List.of(1f, 2f, 6f, 9f), bins.edges(List.of(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f)));
    assertEquals(
        List.of(7L), CoarseBins.of(List.of(0L, 0L)).sums(List.of(3L, 4L)), "nothing to go by");
    List<Long> few = Collections.nCopies(10, 1L);
    assertEquals(List.of(5L, 5L), CoarseBins.of(few).sums(few), "too few for ten bins");
    // 98 of 100 are spread evenly; the last two would be a bin of a fiftieth.
    List<Long> rest = new ArrayList<>(Collections.nCopies(20, 5L));
    rest.add(2L);
    assertEquals(12L, CoarseBins.of(rest).sums(rest).get(9));
  }

  private static List<Float> normal(Random random, int count, double mean) {
    List<Float> values = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      values.add((float) (mean + random.nextGaussian()));
    }
    return values;
  }

  private static List<Float> edges(List<Float> values) {
    List<Float> sorted = values.stream().sorted().toList();
    List<Float> edges = new ArrayList<>();
    for (int index = 0; index < sorted.size(); index += Math.max(1, sorted.size() / 100)) {
      if (edges.isEmpty() || sorted.get(index) > edges.get(edges.size() - 1)) {
        edges.add(sorted.get(index));
      }
    }
    return edges;
  }

  /** 200 runs without drift: of two distances about 5 in 100 are beyond the noise, of one fewer. */
  @Test
  void whatDoesNotDriftStaysBelowTheNoise() {
    Random random = new Random(20261127);
    int psi = 0;
    int jensenShannon = 0;
    int wasserstein = 0;
    double ratio = 0;
    for (int round = 0; round < 200; round++) {
      List<Float> values = normal(random, 800, 0);
      FeatureProfile reference = Naive.profile("x", values, edges(values));
      FeatureProfile run = Naive.profile("x", normal(random, 400, 0), reference.edges());
      FeatureDrift drift = FeatureDrift.of(reference, run);
      psi += drift.distance().drifted() ? 1 : 0;
      jensenShannon +=
          drift.distance().jensenShannon() > drift.distance().jensenShannonNoise() ? 1 : 0;
      wasserstein += drift.wasserstein() > drift.wassersteinNoise() ? 1 : 0;
      ratio += drift.wasserstein() / drift.wassersteinNoise() / 200;
    }
    assertTrue(psi >= 2 && psi <= 20, "PSI beyond its noise in " + psi);
    assertTrue(jensenShannon >= 2 && jensenShannon <= 20, "JS in " + jensenShannon);
    assertTrue(wasserstein <= 10, "Wasserstein in " + wasserstein);
    // The mean of what is normal is 0.41 of what it stays below in 95 of 100 cases.
    assertEquals(0.41, ratio, 0.1);
  }

  @Test
  void aShiftIsSeenInItsUnit() {
    Random random = new Random(7);
    List<Float> values = normal(random, 2000, 0);
    FeatureProfile reference = Naive.profile("x", values, edges(values));
    FeatureProfile run = Naive.profile("x", normal(random, 2000, 0.5), reference.edges());
    FeatureDrift drift = FeatureDrift.of(reference, run);
    assertTrue(drift.distance().drifted());
    assertEquals(0.5, drift.wasserstein(), 0.1);
    assertEquals(2000, FeatureProfile.sum(drift.counts()));
    // Two normal distributions half a deviation apart, 0.25 as a density.
    assertEquals(0.25, drift.distance().psi(), 0.05);
  }

  @Test
  void whatIsMissingIsABin() {
    List<Float> half = new ArrayList<>(Collections.nCopies(50, 1f));
    half.addAll(Collections.nCopies(50, null));
    FeatureProfile reference = Naive.profile("x", Collections.nCopies(100, 1f), List.of(1f));
    FeatureDrift drift = FeatureDrift.of(reference, Naive.profile("x", half, reference.edges()));
    assertEquals(List.of(0L, 50L), drift.counts());
    assertEquals(50, drift.missing());
    assertEquals(0.5 * Math.log(2) + 0.495 * Math.log(100), drift.distance().psi(), 1e-9);
    assertEquals(0, drift.wasserstein(), "the values that are there have not moved");
  }

  @Test
  void theWorstIsTheLargestBeyondChance() {
    FeatureProfile a = Naive.profile("a", Collections.nCopies(100, 1f), List.of(1f, 2f));
    FeatureProfile b = Naive.profile("b", Collections.nCopies(100, 1f), List.of(1f, 2f));
    FeatureProfile moved = Naive.profile("b", Collections.nCopies(100, 2f), List.of(1f, 2f));
    Profile reference = Naive.profile(100, a, b);
    assertEquals(Optional.empty(), Drift.between(reference, reference).worst());
    Drift drift = Drift.between(reference, Naive.profile(100, a, moved));
    assertEquals("feature 'b'", drift.worst().orElseThrow().what());
    assertEquals(0, drift.features().get(0).distance().psi());
    FeatureProfile one = Naive.profile("b", List.of(2f), List.of(1f, 2f));
    FeatureProfile few = Naive.profile("b", List.of(1f), List.of(1f, 2f));
    assertEquals(
        Optional.empty(),
        Drift.between(Naive.profile(1, a, few), Naive.profile(1, a, one)).worst(),
        "one row against one row");
    assertThrows(
        IllegalArgumentException.class, () -> Drift.between(reference, Naive.profile(100, a)));
  }

  @Test
  void predictionsDrift() {
    Map<String, Long> before = new LinkedHashMap<>();
    before.put("no", 50L);
    before.put("yes", 50L);
    Map<String, Long> after = new LinkedHashMap<>();
    after.put("no", 10L);
    after.put("yes", 90L);
    ClassDrift drift = ClassDrift.of(before, after);
    assertEquals(0.4 * Math.log(5) + 0.4 * Math.log(1.8), drift.distance().psi(), 1e-12);
    assertTrue(drift.distance().drifted());
  }
}
