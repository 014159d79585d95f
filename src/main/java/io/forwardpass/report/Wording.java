package io.forwardpass.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Wording {
  private Wording() {}

  /** {@code 1,234}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1,234} if it is whole, {@code 0.0123} if not. */
  static String number(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%,.4f", number);
  }

  /** {@code 1 row}, {@code 1,234 rows}. */
  static String rows(long number) {
    return count(number) + (number == 1 ? " row" : " rows");
  }

  /** To a tenth of a percent; neither nothing nor everything unless it is. */
  static String share(long part, long whole) {
    if (whole == 0) {
      return "none";
    }
    double percent = 100.0 * part / whole;
    if (part > 0 && percent < 0.1) {
      return "< 0.1 %";
    } else if (part < whole && percent > 99.9) {
      return "> 99.9 %";
    }
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** {@code 35 ms}, {@code 8.6 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String time(double seconds) {
    if (seconds < 0.1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    } else if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return duration.toHours() == 0
        ? String.format(Locale.ROOT, "%d min %d s", duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%d h %d min", duration.toHours(), duration.toMinutesPart());
  }

  /** {@code score and write}, of {@code score_and_write}. */
  static String words(String key) {
    return key.replace('_', ' ');
  }
}
