package io.forwardpass.job;

import java.util.ArrayList;
import java.util.List;

/**
 * The items of {@code a, b,`c,d`}: split at commas outside backquotes, trimmed. Backquotes stay, so
 * that a column's name reaches Spark as the user quoted it.
 */
final class CommaList {
  private CommaList() {}

  static List<String> split(String text) {
    return splitAsIs(text).stream().map(String::strip).toList();
  }

  /** The same, not trimmed. */
  static List<String> splitAsIs(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    for (int index = 0; index < text.length(); index++) {
      char c = text.charAt(index);
      if (c == '`') {
        quoted = !quoted;
      }
      if (c == ',' && !quoted) {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    return List.copyOf(items);
  }

  /** The item without the backquotes around it; doubled ones inside stand for one. */
  static String unquote(String item) {
    boolean quoted = item.length() >= 2 && item.startsWith("`") && item.endsWith("`");
    return quoted ? item.substring(1, item.length() - 1).replace("``", "`") : item;
  }
}
