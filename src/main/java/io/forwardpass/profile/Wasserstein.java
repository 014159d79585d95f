package io.forwardpass.profile;

/**
 * The Wasserstein distance of order 1 of two histograms with the same edges: the area between their
 * distribution functions, {@code ∫ |F(x) − G(x)| dx}, where the values of a bin lie at one place.
 */
record Wasserstein(FeatureProfile reference, FeatureProfile run) {
  /** What the size of a standard normal variable stays below in 95 of 100 cases. */
  private static final double TWO_SIDED = 1.959963984540054;

  /** NaN where one of them has no values. */
  double distance() {
    if (reference.count() == 0 || run.count() == 0) {
      return Double.NaN;
    }
    int bins = reference.counts().size();
    double area = 0;
    double last = Double.NaN;
    double difference = 0;
    // The places of both ascend, and those of the reference and the run in one bin may differ.
    for (int bin = 0; bin < bins; bin++) {
      boolean referenceFirst = !(run.position(bin) < reference.position(bin));
      for (int side = 0; side < 2; side++) {
        boolean ofReference = referenceFirst == (side == 0);
        FeatureProfile profile = ofReference ? reference : run;
        long count = profile.counts().get(bin);
        if (count > 0) {
          double place = profile.position(bin);
          area += Double.isNaN(last) ? 0 : Math.abs(difference) * (place - last);
          last = place;
          double share = (double) count / profile.count();
          difference += ofReference ? share : -share;
        }
      }
    }
    return area;
  }

  /**
   * At each place the difference of two such functions is about normal, with the variance {@code F
   * · (1 − F) · (1/n + 1/m)}; this adds up what each stays below, which is no less than what their
   * sum does.
   */
  double noise() {
    if (reference.count() == 0 || run.count() == 0) {
      return Double.NaN;
    }
    double spread = 0;
    double last = Double.NaN;
    double share = 0;
    for (int bin = 0; bin < reference.counts().size(); bin++) {
      long count = reference.counts().get(bin);
      if (count > 0) {
        double place = reference.position(bin);
        // Rounding may carry the sum of the shares past 1.
        spread +=
            Double.isNaN(last) ? 0 : Math.sqrt(Math.max(share * (1 - share), 0)) * (place - last);
        last = place;
        share += (double) count / reference.count();
      }
    }
    return TWO_SIDED * spread * Math.sqrt(1 / rows(reference) + 1 / rows(run));
  }

  /** The rows with numbers; arrays have more of these than rows. */
  private static double rows(FeatureProfile profile) {
    return Math.min(profile.rows(), profile.count());
  }
}
