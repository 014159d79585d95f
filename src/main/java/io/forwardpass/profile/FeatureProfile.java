package io.forwardpass.profile;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the values of one feature are like. The elements of an array are values of one feature.
 *
 * @param rows that have a value, or an array of the right length
 * @param nulls rows that have none, or a null in the array
 * @param wrongLengths rows whose array has another length than the model takes
 * @param count finite values, which the figures below are of
 * @param mean NaN where there are no values, as are min and max
 * @param stddev of the population; NaN where there are no values
 * @param meanBelow of the values in the first bin, which has no lower end; NaN where it is empty
 * @param meanAbove of those in the last bin, which has no upper end; NaN where it is empty
 * @param edges ascending; bin {@code i} holds the values from {@code edges[i-1]} up to and without
 *     {@code edges[i]}
 * @param counts values by bin, one bin more than edges
 */
@JsonIgnoreProperties(value = "quantiles", allowGetters = true)
public record FeatureProfile(
    String name,
    long rows,
    long nulls,
    long wrongLengths,
    long nans,
    long infinities,
    long count,
    double min,
    double max,
    double mean,
    double stddev,
    double meanBelow,
    double meanAbove,
    List<Float> edges,
    List<Long> counts) {

  private static final List<Double> QUANTILES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

  public FeatureProfile {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    require(counts.size() == edges.size() + 1, name, "one bin more than edges");
    for (int edge = 0; edge < edges.size(); edge++) {
      require(Float.isFinite(edges.get(edge)), name, "finite edges");
      require(edge == 0 || edges.get(edge - 1) < edges.get(edge), name, "ascending edges");
    }
    for (long number : List.of(rows, nulls, wrongLengths, nans, infinities, count)) {
      require(number >= 0, name, "counts from 0");
    }
    require(counts.stream().allMatch(rowsOfBin -> rowsOfBin >= 0), name, "counts from 0");
    require(sum(counts) == count, name, "as many values as its bins hold");
    require(count == 0 || (min <= max && stddev >= 0), name, "min, max and stddev of its values");
  }

  private static void require(boolean sound, String name, String needed) {
    if (!sound) {
      throw new IllegalArgumentException(
          "the profile of feature '%s' needs %s".formatted(name, needed));
    }
  }

  static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Rows with and without a value. */
  long allRows() {
    return rows + nulls + wrongLengths;
  }

  /**
   * Values that are no numbers. An array that is missing counts as many as the others have on
   * average.
   */
  long missing() {
    long others = count + nans + infinities;
    double perRow = rows == 0 ? 1 : (double) others / rows;
    return nans + infinities + Math.round((nulls + wrongLengths) * perRow);
  }

  /** The values of both, as if they had been counted together. */
  FeatureProfile merge(FeatureProfile other) {
    require(name.equals(other.name), name, "that of the same feature to be merged");
    require(edges.equals(other.edges), name, "one with the same edges to be merged");
    List<Long> sums = new ArrayList<>();
    for (int bin = 0; bin < counts.size(); bin++) {
      sums.add(counts.get(bin) + other.counts.get(bin));
    }
    double merged = weighted(mean, count, other.mean, other.count);
    double squares = squares(merged) + other.squares(merged);
    int last = edges.size();
    return new FeatureProfile(
        name,
        rows + other.rows,
        nulls + other.nulls,
        wrongLengths + other.wrongLengths,
        nans + other.nans,
        infinities + other.infinities,
        count + other.count,
        least(min, other.min),
        -least(-max, -other.max),
        merged,
        count + other.count == 0 ? Double.NaN : Math.sqrt(squares / (count + other.count)),
        weighted(meanBelow, counts.get(0), other.meanBelow, other.counts.get(0)),
        weighted(meanAbove, counts.get(last), other.meanAbove, other.counts.get(last)),
        edges,
        sums);
  }

  /** The squared distances of the values from {@code center}, summed. */
  private double squares(double center) {
    double distance = mean - center;
    return count == 0 ? 0 : count * (stddev * stddev + distance * distance);
  }

  /** NaN where there is neither. */
  static double least(double one, double other) {
    if (Double.isNaN(one) || Double.isNaN(other)) {
      return Double.isNaN(one) ? other : one;
    }
    return Math.min(one, other);
  }

  private static double weighted(double one, long weight, double other, long otherWeight) {
    if (weight == 0 || otherWeight == 0) {
      return weight == 0 ? other : one;
    }
    return one + (other - one) * otherWeight / (weight + otherWeight);
  }

  /** By share of the values that are smaller, read off the bins; empty where there are none. */
  @JsonProperty("quantiles")
  public Map<String, Double> quantiles() {
    Map<String, Double> quantiles = new LinkedHashMap<>();
    if (count > 0) {
      QUANTILES.forEach(share -> quantiles.put(share.toString(), quantile(share)));
    }
    return quantiles;
  }

  /** As if the values of a bin were spread evenly over it. */
  private double quantile(double share) {
    double below = share * count;
    int bin = 0;
    while (below > counts.get(bin)) {
      below -= counts.get(bin++);
    }
    double from = lower(bin);
    double part = counts.get(bin) == 0 ? 0 : below / counts.get(bin);
    return from + part * (upper(bin) - from);
  }

  /** Where a bin's values start; a bin without a lower end starts at the least value. */
  private double lower(int bin) {
    return bin == 0 ? min : Math.max(min, edges.get(bin - 1));
  }

  private double upper(int bin) {
    return bin == edges.size() ? max : Math.min(max, edges.get(bin));
  }

  /** Where a bin's values are taken to lie: its middle, or their mean where it has one end. */
  double position(int bin) {
    if (bin == 0) {
      return meanBelow;
    }
    return bin == edges.size() ? meanAbove : ((double) edges.get(bin - 1) + edges.get(bin)) / 2;
  }
}
