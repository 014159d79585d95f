package io.forwardpass.report;

import io.forwardpass.profile.ClassDrift;
import io.forwardpass.profile.Distance;
import io.forwardpass.profile.FeatureDrift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How far a run is from its reference, in texts for the templates. */
public record DriftSection(DriftReport report) {
  /** More are no help to the eye; the JSON has them all. */
  private static final int MOST_ROWS = 50;

  /**
   * A line of the table.
   *
   * @param noise what the index stays below where nothing has drifted
   * @param more whether the index is beyond that
   * @param bars the two histograms on top of each other
   */
  public record Line(
      String name,
      String psi,
      String noise,
      boolean more,
      String jensenShannon,
      String wasserstein,
      String rows,
      String summary,
      List<Pair> bars) {}

  /**
   * A bin of a picture, its numbers in percent of the picture.
   *
   * @param x the left edge of both bars
   * @param width of the reference's bar; the run's is half as wide, and starts at {@code middle}
   */
  public record Pair(
      String title,
      String x,
      String width,
      String middle,
      String half,
      String referenceY,
      String referenceHeight,
      String y,
      String height) {}

  /** What the run was compared with, in a sentence. */
  public String summary() {
    return "Compared with %s, a profile of %s."
        .formatted(report.profile(), Wording.rows(report.referenceRows()));
  }

  /** What came of it, in a sentence. */
  public String verdict() {
    return report
        .drift()
        .worst()
        .map(
            worst -> "The largest index is %s, of %s.".formatted(number(worst.psi()), worst.what()))
        .orElse("No index is beyond what chance makes of so few rows.");
  }

  /** The predicted classes, then the features, those furthest from the reference first. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    ClassDrift classes = report.drift().classes();
    if (!classes.classes().isEmpty()) {
      lines.add(
          line(
              "predicted classes",
              classes.distance(),
              Double.NaN,
              new ArrayList<>(classes.classes().keySet()),
              new ArrayList<>(classes.referenceClasses().values()),
              new ArrayList<>(classes.classes().values())));
    }
    report.drift().features().stream()
        .sorted(Comparator.comparingDouble(DriftSection::order))
        .limit(MOST_ROWS)
        .forEach(feature -> lines.add(line(feature)));
    return lines;
  }

  private static double order(FeatureDrift feature) {
    double psi = feature.distance().psi();
    return Double.isNaN(psi) ? Double.POSITIVE_INFINITY : -psi;
  }

  /** A line on the features that {@link #lines} leaves out; empty where it has all. */
  public String more() {
    int all = report.drift().features().size();
    return all <= MOST_ROWS
        ? ""
        : "The %s furthest of %s features; the JSON report has all."
            .formatted(MOST_ROWS, Wording.count(all));
  }

  private static Line line(FeatureDrift feature) {
    List<String> names = bins(feature.edges());
    List<Long> reference = new ArrayList<>(feature.referenceCounts());
    List<Long> run = new ArrayList<>(feature.counts());
    if (feature.referenceMissing() + feature.missing() > 0) {
      names.add("missing");
      reference.add(feature.referenceMissing());
      run.add(feature.missing());
    }
    return line(feature.name(), feature.distance(), feature.wasserstein(), names, reference, run);
  }

  private static List<String> bins(List<Float> edges) {
    List<String> names = new ArrayList<>();
    for (int bin = 0; bin <= edges.size(); bin++) {
      if (edges.isEmpty()) {
        names.add("all");
      } else if (bin == 0) {
        names.add("below " + edges.get(0));
      } else if (bin == edges.size()) {
        names.add("from " + edges.get(bin - 1));
      } else {
        names.add("%s to %s".formatted(edges.get(bin - 1), edges.get(bin)));
      }
    }
    return names;
  }

  private static Line line(
      String name,
      Distance distance,
      double wasserstein,
      List<String> names,
      List<Long> reference,
      List<Long> run) {
    return new Line(
        name,
        number(distance.psi()),
        number(distance.psiNoise()),
        distance.drifted(),
        number(distance.jensenShannon()),
        number(wasserstein),
        Wording.count(distance.rows()),
        "Reference and run of %s, share by bin.".formatted(name),
        bars(names, reference, run));
  }

  private static List<Pair> bars(List<String> names, List<Long> reference, List<Long> run) {
    double most = 0;
    for (int bin = 0; bin < names.size(); bin++) {
      most = Math.max(most, Math.max(share(reference, bin), share(run, bin)));
    }
    List<Pair> bars = new ArrayList<>();
    double width = 100.0 / names.size();
    for (int bin = 0; bin < names.size(); bin++) {
      double expected = height(share(reference, bin), most);
      double own = height(share(run, bin), most);
      bars.add(
          new Pair(
              "%s: reference %s, run %s"
                  .formatted(
                      names.get(bin),
                      Wording.share(reference.get(bin), sum(reference)),
                      Wording.share(run.get(bin), sum(run))),
              percent(bin * width),
              percent(width * 0.9),
              percent((bin + 0.25) * width),
              percent(width * 0.4),
              percent(100 - expected),
              percent(expected),
              percent(100 - own),
              percent(own)));
    }
    return bars;
  }

  private static double share(List<Long> counts, int bin) {
    long whole = sum(counts);
    return whole == 0 ? 0 : (double) counts.get(bin) / whole;
  }

  private static double height(double share, double most) {
    return Bar.length(share, most);
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static String percent(double length) {
    return Bar.percent(length);
  }

  /** To four significant digits; empty where there is none. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value != 0 && Math.abs(value) < 0.0001
        ? "< 0.0001"
        : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%,.1f", value);
  }
}
