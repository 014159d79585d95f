package io.forwardpass.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The histogram of the rows' largest probability, for the templates.
 *
 * @param counts rows by bin, from 0 to 1
 * @param mean of the largest probability
 */
public record Histogram(List<Long> counts, double mean) {

  /**
   * A bar of the picture.
   *
   * @param range from where to where
   * @param x its left edge, in percent of the width, as y and height are of the height
   */
  public record Bin(String range, String count, String share, String x, String y, String height) {}

  /** From left to right; the highest is as high as the picture. */
  public List<Bin> bins() {
    double most = (double) counts.stream().mapToLong(Long::longValue).max().orElse(0);
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < counts.size(); bin++) {
      double height = Bar.length((double) counts.get(bin), most);
      bins.add(
          new Bin(
              edge(bin) + " to " + edge(bin + 1),
              Wording.count(counts.get(bin)),
              Wording.share(counts.get(bin), sum(counts)),
              Bar.percent(100.0 * bin / counts.size()),
              Bar.percent(100 - height),
              Bar.percent(height)));
    }
    return bins;
  }

  private String edge(int bin) {
    return String.format(Locale.ROOT, "%.2f", (double) bin / counts.size());
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** The histogram in a sentence. */
  public String summary() {
    long unsure = sum(counts.subList(0, counts.size() / 2));
    return "Mean %s; below 0.5 in %s (%s)."
        .formatted(
            String.format(Locale.ROOT, "%.3f", mean),
            Wording.rows(unsure),
            Wording.share(unsure, sum(counts)));
  }
}
