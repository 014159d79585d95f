package io.forwardpass.profile;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a feature's values are from those of a reference.
 *
 * <p>The population stability index and the Jensen-Shannon distance are of about ten bins of equal
 * frequency in the reference, and one more for values that are missing: null, NaN, infinite, of the
 * wrong length. A value that a tenth of the reference has is a bin of its own.
 *
 * @param wasserstein the distance of order 1 in the feature's unit, as if each value lay in the
 *     middle of its fine bin: shifts within a bin are not seen
 * @param wassersteinNoise what it stays below in at least 95 of 100 runs where nothing has drifted
 * @param edges of the bins
 * @param referenceCounts values of the reference by bin
 * @param counts values of the run by bin
 * @param referenceMissing values of the reference that are missing
 * @param missing values of the run that are missing
 */
public record FeatureDrift(
    String name,
    @JsonUnwrapped Distance distance,
    double wasserstein,
    double wassersteinNoise,
    List<Float> edges,
    List<Long> referenceCounts,
    List<Long> counts,
    long referenceMissing,
    long missing) {

  public FeatureDrift {
    edges = List.copyOf(edges);
    referenceCounts = List.copyOf(referenceCounts);
    counts = List.copyOf(counts);
  }

  /** Of profiles with the same edges. */
  static FeatureDrift of(FeatureProfile reference, FeatureProfile run) {
    CoarseBins bins = CoarseBins.of(reference.counts());
    List<Long> referenceCounts = bins.sums(reference.counts());
    List<Long> counts = bins.sums(run.counts());
    Wasserstein wasserstein = new Wasserstein(reference, run);
    return new FeatureDrift(
        reference.name(),
        Distance.of(
            with(referenceCounts, reference.missing()),
            with(counts, run.missing()),
            reference.allRows(),
            run.allRows()),
        wasserstein.distance(),
        wasserstein.noise(),
        bins.edges(reference.edges()),
        referenceCounts,
        counts,
        reference.missing(),
        run.missing());
  }

  private static List<Long> with(List<Long> counts, long missing) {
    List<Long> all = new ArrayList<>(counts);
    all.add(missing);
    return all;
  }
}
