package io.forwardpass.spark;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Column names as Spark writes them: {@code a}, {@code a.b} for a field of a struct, {@code `a.b`}.
 */
public final class ColumnName {
  private ColumnName() {}

  /** The column of the table that the name starts at: {@code a} of {@code a.b}. */
  public static String root(String name) {
    StringBuilder root = new StringBuilder();
    boolean quoted = false;
    for (int index = 0; index < name.length(); index++) {
      char c = name.charAt(index);
      if (quoted && name.startsWith("``", index)) {
        root.append(c);
        index++;
      } else if (c == '`') {
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
  public static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** The one of {@code columns} that Spark takes for {@code name}; case is ignored. */
  public static Optional<String> in(Collection<String> columns, String name) {
    return columns.stream().filter(column -> column.equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The name as Spark finds it in the table: {@code a.b} is the field {@code b} of {@code a}, and
   * only where there is no such field the column of that very name. Empty where there is neither.
   */
  public static Optional<String> find(Dataset<Row> table, String name) {
    return isPlain(Arrays.asList(table.columns()), name) || isColumn(table, name)
        ? Optional.of(name)
        : Optional.of(quoted(name)).filter(column -> isColumn(table, column));
  }

  /** Whether the name can only mean the column of just that name: Spark need not be asked. */
  static boolean isPlain(List<String> columns, String name) {
    return name.indexOf('.') < 0
        && name.indexOf('`') < 0
        && columns.contains(name)
        && columns.stream().filter(column -> column.equalsIgnoreCase(name)).count() == 1;
  }

  private static boolean isColumn(Dataset<Row> table, String name) {
    try {
      return table.select(functions.col(name)).columns().length == 1;
    } catch (Exception notFound) {
      return false;
    }
  }
}
