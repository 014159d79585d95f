package io.forwardpass.report;

import java.util.Locale;

/**
 * A row of a bar chart, for the templates.
 *
 * @param detail more of the name; empty where there is none
 * @param count how much it stands for
 * @param share the same in percent of the whole
 * @param x where the bar starts, in percent of the track
 * @param width how long it is
 */
public record Bar(String name, String detail, String count, String share, String x, String width) {
  /** Percent of the track; a bar that stands for something must be seen. */
  private static final double SHORTEST = 0.4;

  /** Rows among {@code whole}. */
  static Bar of(String name, String detail, long rows, long whole) {
    return new Bar(
        name,
        detail,
        Wording.count(rows),
        Wording.share(rows, whole),
        percent(0),
        percent(length((double) rows, (double) whole)));
  }

  /** A time that starts {@code start} seconds after a whole of {@code whole} seconds does. */
  static Bar of(String name, double start, double seconds, double whole) {
    double length = length(seconds, whole);
    return new Bar(
        name,
        "",
        Wording.time(seconds),
        Wording.share(Math.round(1000 * seconds), Math.round(1000 * whole)),
        percent(Math.min(100 * start / whole, 100 - length)),
        percent(length));
  }

  /** In percent of the whole. */
  static double length(double part, double whole) {
    return part > 0 ? Math.max(100 * part / whole, SHORTEST) : 0;
  }

  /** A length for SVG. */
  static String percent(double length) {
    return String.format(Locale.ROOT, "%.2f%%", length);
  }
}
