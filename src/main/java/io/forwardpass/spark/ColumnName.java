package io.forwardpass.spark;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Column names as Spark writes them: {@code a}, {@code a.b} for a field of a struct, {@code `a.b`}.
 */
public final class ColumnName {
  /** How the conditions start that Spark reports of columns, and of fields. */
  private static final String AMBIGUOUS = "AMBIGUOUS_";

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

  /** The one of {@code columns} that the session at work takes for {@code name}. */
  public static Optional<String> in(Collection<String> columns, String name) {
    return Resolver.active().find(columns, name);
  }

  /**
   * The name as Spark finds it in the table: {@code a.b} is the field {@code b} of {@code a}, and
   * only where there is no such field the column of that very name. Empty where there is neither.
   *
   * @throws IncompatibleTableException if Spark cannot tell which of several is meant
   */
  public static Optional<String> find(Dataset<Row> table, String name) {
    return isPlain(table, name) || isColumn(table, name)
        ? Optional.of(name)
        : Optional.of(quoted(name)).filter(column -> isColumn(table, column));
  }

  /** Whether the name can only mean the column of just that name: Spark need not be asked. */
  static boolean isPlain(Dataset<Row> table, String name) {
    List<String> columns = Arrays.asList(table.columns());
    return name.indexOf('.') < 0
        && name.indexOf('`') < 0
        && columns.contains(name)
        && called(columns, name, Resolver.of(table.sparkSession())).size() == 1;
  }

  private static List<String> called(List<String> columns, String name, Resolver resolver) {
    return columns.stream().filter(column -> resolver.same(column, name)).toList();
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private static boolean isColumn(Dataset<Row> table, String name) {
    try {
      return table.select(functions.col(name)).columns().length == 1;
    } catch (Exception e) {
      if (e instanceof SparkThrowable spark
          && String.valueOf(spark.getCondition()).startsWith(AMBIGUOUS)) {
        throw ambiguous(table, name);
      }
      return false;
    }
  }

  private static IncompatibleTableException ambiguous(Dataset<Row> table, String name) {
    List<String> columns =
        called(Arrays.asList(table.columns()), root(name), Resolver.of(table.sparkSession()));
    return new IncompatibleTableException(
        "the name '%s' is ambiguous: %s; rename one, or tell names that differ in case apart with spark.sql.caseSensitive"
            .formatted(
                name,
                columns.size() > 1
                    ? "the table has the columns " + String.join(", ", columns)
                    : "'%s' has several fields of that name".formatted(root(name))));
  }
}
