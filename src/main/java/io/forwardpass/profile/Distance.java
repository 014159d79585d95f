package io.forwardpass.profile;

import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How far the shares of two samples in the same bins are apart. Bins that are empty in both are
 * left out. All numbers are NaN where one of the samples is empty.
 *
 * <p>Two samples of one distribution have a population stability index of about {@code (1/n + 1/m)
 * · χ²(bins − 1)} (Yurdakul and Naranjo, 2020, "Statistical properties of the population stability
 * index"), and for small differences the Jensen-Shannon divergence in bits is an eighth of the
 * index, over {@code ln 2}.
 *
 * @param referenceRows {@code n}
 * @param rows {@code m}
 * @param psi population stability index, {@code Σ (q − p) · ln(q / p)}, where an empty bin counts
 *     as half a value
 * @param psiExpected what it is on average where nothing has drifted
 * @param psiNoise what it stays below in 95 of 100 runs where nothing has drifted
 * @param jensenShannon the distance, the square root of the divergence in bits: 0 to 1
 * @param jensenShannonNoise what it stays below in 95 of 100 runs where nothing has drifted
 */
public record Distance(
    long referenceRows,
    long rows,
    int bins,
    double psi,
    double psiExpected,
    double psiNoise,
    double jensenShannon,
    double jensenShannonNoise) {

  private static final double CERTAINTY = 0.95;
  private static final double EMPTY = 0.5;

  /**
   * Between counts in the same bins. The samples may be of fewer rows than values, where these come
   * in arrays; the noise is that of the rows.
   */
  static Distance of(List<Long> referenceCounts, List<Long> counts, long referenceRows, long rows) {
    double n = FeatureProfile.sum(referenceCounts);
    double m = FeatureProfile.sum(counts);
    if (n == 0 || m == 0) {
      return none(referenceRows, rows);
    }
    int bins = 0;
    double psi = 0;
    double divergence = 0;
    for (int bin = 0; bin < counts.size(); bin++) {
      long reference = referenceCounts.get(bin);
      long own = counts.get(bin);
      if (reference > 0 || own > 0) {
        bins++;
        psi += index(Math.max((double) reference, EMPTY) / n, Math.max((double) own, EMPTY) / m);
        double p = reference / n;
        double q = own / m;
        divergence += (entropy(p, (p + q) / 2) + entropy(q, (p + q) / 2)) / 2;
      }
    }
    double unit = 1.0 / referenceRows + 1.0 / rows;
    double noise = bins == 1 ? 0 : unit * chiSquared(bins - 1);
    return new Distance(
        referenceRows,
        rows,
        bins,
        psi,
        unit * (bins - 1),
        noise,
        Math.sqrt(Math.max(divergence, 0) / Math.log(2)),
        Math.min(Math.sqrt(noise / 8 / Math.log(2)), 1));
  }

  private static Distance none(long referenceRows, long rows) {
    double none = Double.NaN;
    return new Distance(referenceRows, rows, 0, none, none, none, none, none);
  }

  private static double index(double p, double q) {
    return (q - p) * Math.log(q / p);
  }

  private static double entropy(double share, double mean) {
    return share == 0 ? 0 : share * Math.log(share / mean);
  }

  private static double chiSquared(int degrees) {
    return new ChiSquaredDistribution(degrees).inverseCumulativeProbability(CERTAINTY);
  }

  /** Whether the index is more than chance makes of samples of this size. */
  public boolean drifted() {
    return psi > psiNoise;
  }
}
