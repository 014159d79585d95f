package io.forwardpass.spark.batch;

import io.forwardpass.profile.FeatureProfile;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** What is counted of one feature's values. Sums of two add up to those of all their values. */
final class FeatureCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] edges;
  private final long[] counts;

  /** Sums are of the distances from it, so that large values of little spread keep their spread. */
  private final double center;

  private long rows;
  private long nulls;
  private long wrongLengths;
  private long nans;
  private long infinities;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private double sum;
  private double squares;
  private double sumBelow;
  private double sumAbove;

  /** Takes over the edges, which nobody changes. */
  FeatureCounts(float[] edges) {
    this.edges = edges;
    this.counts = new long[edges.length + 1];
    this.center = edges.length == 0 ? 0 : edges[edges.length / 2];
  }

  FeatureCounts ofNothing() {
    return new FeatureCounts(edges);
  }

  boolean isZero() {
    return rows == 0;
  }

  void rows(int number) {
    rows += number;
  }

  void absent(InvalidReason reason) {
    if (reason == InvalidReason.NULL) {
      nulls++;
    } else {
      wrongLengths++;
    }
  }

  /**
   * Counts neighbouring values.
   *
   * @param without tells for each whether it does not count here; empty where all do
   */
  void values(float[] values, int from, int number, boolean[] without) {
    for (int index = 0; index < number; index++) {
      if (without.length == 0 || !without[index]) {
        value(values[from + index]);
      }
    }
  }

  void value(float value) {
    if (!Float.isFinite(value)) {
      if (Float.isNaN(value)) {
        nans++;
      } else {
        infinities++;
      }
      return;
    }
    int bin = bin(value);
    counts[bin]++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    double distance = value - center;
    sum += distance;
    squares += distance * distance;
    if (bin == 0) {
      sumBelow += distance;
    }
    if (bin == edges.length) {
      sumAbove += distance;
    }
  }

  /** How many edges are no larger; written so that no branch depends on the value. */
  private int bin(float value) {
    int first = 0;
    int length = edges.length;
    while (length > 1) {
      int half = length >>> 1;
      first = edges[first + half - 1] <= value ? first + half : first;
      length -= half;
    }
    return length == 1 && edges[first] <= value ? first + 1 : first;
  }

  void add(FeatureCounts other) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
    }
    rows += other.rows;
    nulls += other.nulls;
    wrongLengths += other.wrongLengths;
    nans += other.nans;
    infinities += other.infinities;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum += other.sum;
    squares += other.squares;
    sumBelow += other.sumBelow;
    sumAbove += other.sumAbove;
  }

  FeatureProfile profile(String name) {
    long count = Arrays.stream(counts).sum();
    double mean = sum / count;
    List<Long> bins = Arrays.stream(counts).boxed().toList();
    return new FeatureProfile(
        name,
        rows - nulls - wrongLengths,
        nulls,
        wrongLengths,
        nans,
        infinities,
        count,
        count == 0 ? Double.NaN : min,
        count == 0 ? Double.NaN : max,
        center + mean,
        Math.sqrt(Math.max(squares / count - mean * mean, 0)),
        center + sumBelow / counts[0],
        center + sumAbove / counts[edges.length],
        FeatureHistograms.boxed(edges),
        bins);
  }
}
