package io.forwardpass.spark;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known names for a message about an unknown one: that which was probably meant, or some. */
public final class Nearest {
  private Nearest() {}

  /**
   * The name with the fewest edits from {@code received}; the first in order where several are
   * equally near.
   *
   * @param known not empty
   */
  public static String to(String received, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(received, name)))
        .orElseThrow();
  }

  /** The same where it takes few edits for the name's length; empty where nothing is near. */
  public static Optional<String> closeTo(String received, Collection<String> known) {
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(to(received, known))
            .filter(name -> 2 * distance(received, name) < received.length());
  }

  /** The first {@code most} of the known names, with dots behind them where there are more. */
  public static String first(List<String> known, int most) {
    String first = String.join(", ", known.subList(0, Math.min(known.size(), most)));
    return known.size() > most ? first + ", ..." : first;
  }

  /**
   * Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); upper
   * and lower case are the same.
   */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        edits[i][j] =
            Math.min(
                Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + substitution);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
