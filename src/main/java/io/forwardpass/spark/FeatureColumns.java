package io.forwardpass.spark;

import io.forwardpass.spark.batch.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * The features as the user named them, found in a table and measured against the model's input.
 *
 * @param columns one a feature, for Spark
 * @param features the same, for the tasks
 */
record FeatureColumns(List<Column> columns, List<Feature> features) {

  /** {@code embedding[128]}: an array column that fills 128 inputs. */
  private static final Pattern WITH_WIDTH = Pattern.compile("(.+)\\[(\\d{1,9})]");

  /**
   * Finds the columns in a table, without reading it.
   *
   * @param inputs how many numbers the model takes
   * @throws IncompatibleTableException if a column is missing, is no number, or the widths do not
   *     add up
   */
  static FeatureColumns resolve(List<String> names, Dataset<Row> table, int inputs, String model) {
    if (names.isEmpty()) {
      throw new IncompatibleTableException(
          "no features are named; %s takes %d numbers; name the columns that hold them, in order"
              .formatted(model, inputs));
    }
    List<Column> columns = new ArrayList<>();
    List<StructField> fields = new ArrayList<>();
    List<OptionalInt> widths = new ArrayList<>();
    for (String name : names) {
      Matcher withWidth = WITH_WIDTH.matcher(name);
      Optional<String> whole = ColumnName.find(table, name);
      boolean explicit = whole.isEmpty() && withWidth.matches();
      String plain = explicit ? withWidth.group(1) : name;
      String column =
          whole
              .or(() -> ColumnName.find(table, plain))
              .orElseThrow(() -> noSuchColumn(table, plain));
      StructField field = table.select(column).schema().apply(0);
      columns.add(functions.col(column));
      fields.add(field);
      OptionalInt known = knownWidth(name, field);
      widths.add(explicit ? writtenWidth(name, withWidth.group(2), known) : known);
    }
    return new FeatureColumns(columns, measured(names, fields, widths, inputs, model));
  }

  private static OptionalInt writtenWidth(String name, String digits, OptionalInt known) {
    OptionalInt written = OptionalInt.of(Integer.parseInt(digits));
    if (written.getAsInt() < 1 || (known.isPresent() && !known.equals(written))) {
      throw new IncompatibleTableException(
          "feature '%s' gives a length of %s, and the column's is %s; leave the length out"
              .formatted(name, digits, known.isPresent() ? known.getAsInt() : "at least 1"));
    }
    return written;
  }

  private static List<Feature> measured(
      List<String> names,
      List<StructField> fields,
      List<OptionalInt> widths,
      int inputs,
      String model) {
    long known =
        widths.stream().filter(OptionalInt::isPresent).mapToLong(OptionalInt::getAsInt).sum();
    long open = widths.stream().filter(OptionalInt::isEmpty).count();
    if (open > 1) {
      throw new IncompatibleTableException(
          ("the lengths of several array features are not known: %s; %s takes %d numbers in all;"
                  + " write the lengths behind the names, as in %s[16]")
              .formatted(String.join(", ", names), model, inputs, names.get(0)));
    }
    long rest = inputs - known;
    if (open == 0 ? rest != 0 : rest < 1) {
      throw new IncompatibleTableException(
          "the features fill %s%d inputs (%s); %s takes %d; name as many features as that"
              .formatted(
                  open == 0 ? "" : "more than ", known, String.join(", ", names), model, inputs));
    }
    List<Feature> features = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      features.add(
          new Feature(
              names.get(index),
              fields.get(index).dataType(),
              widths.get(index).orElse((int) rest)));
    }
    return features;
  }

  private static IncompatibleTableException noSuchColumn(Dataset<Row> table, String name) {
    return new IncompatibleTableException(
        "no column '%s' for a feature%s; the table has %s"
            .formatted(name, nearest(name, table), String.join(", ", table.columns())));
  }

  private static String nearest(String name, Dataset<Row> table) {
    return Nearest.closeTo(name, Arrays.asList(table.columns()))
        .map(column -> "; did you mean '" + column + "'?")
        .orElse("");
  }

  /** Empty for an array or vector of a length that the schema does not tell. */
  private static OptionalInt knownWidth(String name, StructField field) {
    DataType type = field.dataType();
    if (isNumber(type)) {
      return OptionalInt.of(1);
    }
    if (type.equals(SQLDataTypes.VectorType())) {
      return vectorSize(field);
    }
    if (type instanceof ArrayType array && isNumber(array.elementType())) {
      return OptionalInt.empty();
    }
    throw new IncompatibleTableException(
        ("feature '%s' is a column of type %s; allowed: numbers, booleans, arrays of them and ML"
                + " vectors; cast it or name another column")
            .formatted(name, type.simpleString()));
  }

  private static OptionalInt vectorSize(StructField field) {
    if (field.metadata().contains("ml_attr")
        && field.metadata().getMetadata("ml_attr").contains("num_attrs")) {
      return OptionalInt.of((int) field.metadata().getMetadata("ml_attr").getLong("num_attrs"));
    }
    return OptionalInt.empty();
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }
}
