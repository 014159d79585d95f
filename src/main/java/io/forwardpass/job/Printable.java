package io.forwardpass.job;

import java.util.Locale;
import java.util.regex.Pattern;

/** Texts from tables and file names, which may hold anything, on a terminal. */
final class Printable {

  /** What ends a line, or tells a terminal what to do. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  private Printable() {}

  /** The text in one line, its control characters as Java writes them. */
  static String of(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(
            found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
  }
}
