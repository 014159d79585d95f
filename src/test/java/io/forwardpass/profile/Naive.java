package io.forwardpass.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Profiles of values by the plainest of means, a value at a time in {@code double}. */
public final class Naive {
  private Naive() {}

  /**
   * The profile of a scalar feature.
   *
   * @param values null, NaN, infinite or finite
   */
  public static FeatureProfile profile(String name, List<Float> values, List<Float> edges) {
    List<List<Float>> bins = new ArrayList<>();
    for (int bin = 0; bin <= edges.size(); bin++) {
      bins.add(new ArrayList<>());
    }
    List<Float> finite = new ArrayList<>();
    for (Float value : values) {
      if (value != null && Float.isFinite(value)) {
        finite.add(value);
        bins.get((int) edges.stream().filter(edge -> edge <= value).count()).add(value);
      }
    }
    double mean = mean(finite);
    double squares = 0;
    for (float value : finite) {
      squares += (value - mean) * (value - mean);
    }
    return new FeatureProfile(
        name,
        values.stream().filter(value -> value != null).count(),
        values.stream().filter(value -> value == null).count(),
        0,
        values.stream().filter(value -> value != null && Float.isNaN(value)).count(),
        values.stream().filter(value -> value != null && Float.isInfinite(value)).count(),
        finite.size(),
        finite.isEmpty() ? Double.NaN : Collections.min(finite),
        finite.isEmpty() ? Double.NaN : Collections.max(finite),
        mean,
        finite.isEmpty() ? Double.NaN : Math.sqrt(squares / finite.size()),
        mean(bins.get(0)),
        mean(bins.get(edges.size())),
        edges,
        bins.stream().map(bin -> (long) bin.size()).toList());
  }

  private static double mean(List<Float> values) {
    return values.stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN);
  }

  /** Fails where two profiles differ by more than the rounding of sums. */
  public static void assertClose(FeatureProfile expected, FeatureProfile actual) {
    FeatureProfile same =
        new FeatureProfile(
            actual.name(),
            actual.rows(),
            actual.nulls(),
            actual.wrongLengths(),
            actual.nans(),
            actual.infinities(),
            actual.count(),
            actual.min(),
            actual.max(),
            near(expected.mean(), actual.mean()),
            near(expected.stddev(), actual.stddev()),
            near(expected.meanBelow(), actual.meanBelow()),
            near(expected.meanAbove(), actual.meanAbove()),
            actual.edges(),
            actual.counts());
    if (!expected.equals(same)) {
      throw new AssertionError("expected " + expected + " but was " + actual);
    }
  }

  private static double near(double expected, double actual) {
    return Math.abs(expected - actual) <= 1e-9 * Math.max(1, Math.abs(expected))
        ? expected
        : actual;
  }

  /** A profile of no model with these features. */
  public static Profile profile(long rows, FeatureProfile... features) {
    return new Profile(
        new Profile.Model("m", "0".repeat(64)), rows, Arrays.asList(features), Map.of(), List.of());
  }
}
