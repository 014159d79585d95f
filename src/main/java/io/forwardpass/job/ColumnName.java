package io.forwardpass.job;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Column names as Spark writes them: {@code a}, {@code a.b} for a field of a struct, {@code `a.b`}.
 */
final class ColumnName {
  private ColumnName() {}

  /** The column of the table that the name starts at: {@code a} of {@code a.b}. */
  static String root(String name) {
    StringBuilder root = new StringBuilder();
    boolean quoted = false;
    for (int index = 0; index < name.length(); index++) {
      char c = name.charAt(index);
      if (c == '`') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        break;
      } else {
        root.append(c);
      }
    }
    return root.toString();
  }

  /** A name that means this very column. */
  static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** The one of {@code columns} that Spark takes for {@code name}; case is ignored. */
  static Optional<String> in(Collection<String> columns, String name) {
    return columns.stream().filter(column -> column.equalsIgnoreCase(name)).findFirst();
  }

  /** Throws where one of {@code names} starts at no column of the table. */
  static void check(ScoreOption option, List<String> names, List<String> columns) {
    for (String name : names) {
      if (in(columns, root(name)).isEmpty()) {
        throw JobException.noSuchColumn(option, root(name), columns);
      }
    }
  }
}
