package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The part of a table that a run scores, and that it replaces in the output: rows whose columns
 * have one of the values given, or lie in one of the ranges.
 *
 * @param terms none for the whole table; those of one column are alternatives, each column counts
 */
record Slice(List<Term> terms) {
  private static final Pattern DAY = Pattern.compile("\\d{4,}-\\d{1,2}-\\d{1,2}");

  /** A year or a month, which Spark takes for its first day. */
  private static final Pattern NO_DAY = Pattern.compile("\\d{4,}(-\\d{1,2})?");

  /**
   * One {@code --partition}: a value, or the values from {@code from} up to, and without, {@code
   * to}.
   *
   * @param column its name, without backquotes
   * @param from empty for the rows whose folder is that of no value
   * @param to empty for the one value {@code from}
   */
  record Term(String column, Optional<String> from, Optional<String> to) {
    /** The condition on the column, whose values are compared as its type does. */
    private String condition(String name, DataType type) {
      String column = ColumnName.quoted(name);
      // What writers put into the folder of null.
      String homeless = "%s in ('', '%s')".formatted(column, FolderName.NULL);
      boolean isText = type instanceof StringType;
      if (from.isEmpty()) {
        return isText
            ? "(%s is null or %s)".formatted(column, homeless)
            : "%s is null".formatted(column);
      } else if (to.isEmpty()) {
        return "%s = %s".formatted(column, literal(from.get(), type));
      }
      String range =
          "%s >= %s and %s < %s"
              .formatted(column, literal(from.get(), type), column, literal(to.get(), type));
      return isText ? "(%s and not %s)".formatted(range, homeless) : "(%s)".formatted(range);
    }

    /** Throws where a column of the type has no such value, or the range none at all. */
    private void check(SparkSession spark, DataType type) {
      for (String value : Stream.concat(from.stream(), to.stream()).toList()) {
        if (isDay(type) && NO_DAY.matcher(value.strip()).matches()) {
          throw JobException.noDay(column, value);
        } else if (isTime(type) && to.isEmpty() && DAY.matcher(value.strip()).matches()) {
          throw JobException.midnight(column, value);
        } else if (!isValue(spark, value, type)) {
          throw JobException.badSlice(
              column,
              "is of type %s, which has no value '%s'".formatted(type.simpleString(), value));
        }
      }
      if (to.isPresent() && !isAscending(spark, type)) {
        throw JobException.emptyRange(column, from.get(), to.get());
      }
    }

    /** Throws where rows with the value are written into the folder of those without one. */
    private void checkFolder(DataType type) {
      if (type instanceof StringType && to.isEmpty()) {
        from.filter(value -> value.isEmpty() || value.equals(FolderName.NULL))
            .ifPresent(
                value -> {
                  throw JobException.noFolder(column, value);
                });
      }
    }

    private boolean isAscending(SparkSession spark, DataType type) {
      String sql = "select %s < %s".formatted(literal(from.get(), type), literal(to.get(), type));
      return spark.sql(sql).head().getBoolean(0);
    }

    private static boolean isDay(DataType type) {
      return type instanceof DateType || isTime(type);
    }

    private static boolean isTime(DataType type) {
      return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /** Of a column, as Spark's SQL takes a literal such as 'tomorrow' for a date. */
    private static boolean isValue(SparkSession spark, String text, DataType type) {
      StructType schema = new StructType().add("value", DataTypes.StringType);
      Column value = functions.col("value").try_cast(type);
      Column isWhole =
          functions.lit(!(type instanceof DateType) || DAY.matcher(text.strip()).matches());
      if (type instanceof DecimalType) {
        // Digits behind its last would be rounded away.
        isWhole = value.cast("double").equalTo(functions.col("value").try_cast("double"));
      }
      return spark
              .createDataFrame(List.of(RowFactory.create(text)), schema)
              .filter(value.isNotNull().and(isWhole))
              .count()
          == 1;
    }

    private static String literal(String text, DataType type) {
      String escaped = text.replace("\\", "\\\\").replace("'", "\\'");
      return "cast('%s' as %s)".formatted(escaped, type.sql());
    }
  }

  Slice {
    terms = List.copyOf(terms);
  }

  static Slice of(Settings settings) {
    List<Term> terms = new ArrayList<>();
    for (String text : settings.list(ScoreOption.PARTITION)) {
      terms.add(
          SliceSyntax.term(text)
              .orElseThrow(
                  () ->
                      settings.bad(
                          ScoreOption.PARTITION,
                          "COLUMN=VALUE, or COLUMN=FROM..TO for the values up to and without TO; a value that is empty, blank or holds .. stands in backquotes")));
    }
    return new Slice(terms);
  }

  boolean isWholeTable() {
    return terms.isEmpty();
  }

  /** The columns, each once, as the user wrote them but for backquotes. */
  List<String> columns() {
    return terms.stream().map(Term::column).distinct().toList();
  }

  /** Throws where a table of this schema has no such column, or the column no such value. */
  void check(SparkSession spark, StructType table) {
    List<String> names = Arrays.asList(table.fieldNames());
    for (Term term : terms) {
      DataType type = table.apply(find(term.column(), names)).dataType();
      if (Output.isNested(type)) {
        throw JobException.badSlice(term.column(), "is of type " + type.simpleString());
      }
      term.check(spark, type);
    }
  }

  /** Throws where some of its rows are not written into folders of its own. */
  void checkFolders(StructType table) {
    List<String> names = Arrays.asList(table.fieldNames());
    for (Term term : terms) {
      term.checkFolder(table.apply(find(term.column(), names)).dataType());
    }
  }

  private static String find(String column, List<String> names) {
    return ColumnName.in(names, column)
        .orElseThrow(() -> JobException.noSuchColumn(ScoreOption.PARTITION, column, names));
  }

  /** What is true for the rows of a table of this schema that belong to the slice, in SQL. */
  String sql(StructType table) {
    List<String> names = Arrays.asList(table.fieldNames());
    StringJoiner all = new StringJoiner(" and ").setEmptyValue("true");
    for (String column : columns()) {
      String name = find(column, names);
      StringJoiner any = new StringJoiner(" or ", "(", ")");
      for (Term term : terms) {
        if (term.column().equals(column)) {
          any.add(term.condition(name, table.apply(name).dataType()));
        }
      }
      all.add(any.toString());
    }
    return all.toString();
  }

  /** The same as a column of truth values. */
  Column condition(StructType table) {
    return functions.expr(sql(table));
  }
}
