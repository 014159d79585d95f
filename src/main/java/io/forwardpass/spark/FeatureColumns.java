package io.forwardpass.spark;

import io.forwardpass.spark.batch.Feature;
import io.forwardpass.spark.batch.Inputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The features as the user named them, found in a table and measured against the model's input.
 *
 * @param columns one a feature, for Spark
 * @param features the same, for the tasks
 * @param inputs the shape that they fill
 */
record FeatureColumns(List<Column> columns, List<Feature> features, Inputs inputs) {

  /** As many columns of a table stand in a message. */
  private static final int MOST_SHOWN = 20;

  /** {@code embedding[128]}: an array column that fills 128 inputs. */
  private static final Pattern WITH_WIDTH = Pattern.compile("(.+)\\[(\\d{1,9})]");

  /**
   * Finds the columns in a table, without reading it.
   *
   * @throws IncompatibleTableException if a column is missing, is no number, or the widths do not
   *     add up
   */
  static FeatureColumns resolve(List<String> names, Dataset<Row> table, ModelInput input) {
    if (names.isEmpty()) {
      throw new IncompatibleTableException(
          "no features are named; %s takes %s; name the columns that hold them, in order"
              .formatted(input.model(), numbers(input)));
    }
    List<Column> columns = new ArrayList<>();
    List<StructField> fields = new ArrayList<>();
    List<OptionalInt> widths = new ArrayList<>();
    StructType schema = table.schema();
    for (String name : names) {
      Matcher withWidth = WITH_WIDTH.matcher(name);
      Optional<String> whole = ColumnName.find(table, name);
      boolean explicit = whole.isEmpty() && withWidth.matches();
      String plain = explicit ? withWidth.group(1) : name;
      String column =
          whole
              .or(() -> ColumnName.find(table, plain))
              .orElseThrow(() -> noSuchColumn(table, plain));
      StructField field =
          ColumnName.isPlain(table, column)
              ? schema.apply(column)
              : table.select(column).schema().apply(0);
      columns.add(functions.col(column));
      fields.add(field);
      OptionalInt known = knownWidth(name, field);
      widths.add(explicit ? writtenWidth(name, withWidth.group(2), known) : known);
    }
    boolean sequences =
        input.isPadded() || (input.openSteps() && widths.stream().anyMatch(OptionalInt::isEmpty));
    if (sequences) {
      Feature feature = sequence(names, fields, input);
      return new FeatureColumns(columns, List.of(feature), input.sequences());
    }
    List<Feature> features = measured(names, fields, widths, input);
    int filled = features.stream().mapToInt(Feature::width).sum();
    return new FeatureColumns(columns, features, input.fixed(filled));
  }

  /** A feature's name without the length that may stand behind it. */
  static String withoutLength(String name) {
    Matcher withWidth = WITH_WIDTH.matcher(name);
    return withWidth.matches() ? withWidth.group(1) : name;
  }

  private static String numbers(ModelInput input) {
    return input.openSteps()
        ? "steps of %s numbers".formatted(input.perStep())
        : "%s numbers".formatted(input.shape().size());
  }

  /** The only feature, whose arrays may differ in length. */
  private static Feature sequence(List<String> names, List<StructField> fields, ModelInput input) {
    DataType type = fields.get(0).dataType();
    int depth = Feature.depth(type);
    boolean array = type instanceof BinaryType || depth == 1 || depth == input.shape().rank();
    if (names.size() > 1 || !array) {
      throw new IncompatibleTableException(
          ("sequences of different lengths come from one column of arrays, flat or nested as deep as"
                  + " %s, and the features are %s; %s takes %s; name that column alone")
              .formatted(input.shape(), columns(names, fields), input.model(), numbers(input)));
    }
    List<Integer> lengths = depth > 1 ? input.shape().dims() : List.of(input.shape().size());
    return new Feature(names.get(0), type, lengths);
  }

  private static String columns(List<String> names, List<StructField> fields) {
    List<String> typed = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      typed.add("%s (%s)".formatted(names.get(index), fields.get(index).dataType().simpleString()));
    }
    return String.join(", ", typed);
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
      List<String> names, List<StructField> fields, List<OptionalInt> widths, ModelInput input) {
    long known =
        widths.stream().filter(OptionalInt::isPresent).mapToLong(OptionalInt::getAsInt).sum();
    long open = widths.stream().filter(OptionalInt::isEmpty).count();
    if (open > 1) {
      throw new IncompatibleTableException(
          ("the lengths of several array features are not known: %s; %s takes %s numbers in all;"
                  + " write the lengths behind the names, as in %s[16]")
              .formatted(
                  String.join(", ", names), input.model(), input.shape().size(), names.get(0)));
    }
    long rest = input.shape().size() - known;
    if (!fits(known, rest, open, input)) {
      throw new IncompatibleTableException(
          "the features fill %s%s inputs (%s); %s takes %s; name as many features as that"
              .formatted(
                  open == 0 ? "" : "more than ",
                  known,
                  String.join(", ", names),
                  input.model(),
                  input.openSteps()
                      ? "at least %s ".formatted(input.shape().dim(0)) + numbers(input)
                      : Integer.toString(input.shape().size())));
    }
    List<Feature> features = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      DataType type = fields.get(index).dataType();
      int width = widths.get(index).orElse((int) rest);
      features.add(
          new Feature(
              names.get(index),
              type,
              Feature.depth(type) > 1 ? nested(names, type, input) : List.of(width)));
    }
    return features;
  }

  private static boolean fits(long known, long rest, long open, ModelInput input) {
    if (input.openSteps()) {
      return known % input.perStep() == 0 && rest <= 0;
    }
    return open == 0 ? rest == 0 : rest >= 1;
  }

  /** The lengths of arrays in arrays, which are the model's own axes, those of length 1 aside. */
  private static List<Integer> nested(List<String> names, DataType type, ModelInput input) {
    List<Integer> shape = input.shape().dims();
    List<Integer> longer = shape.stream().filter(length -> length > 1).toList();
    int depth = Feature.depth(type);
    if (names.size() > 1 || (depth != shape.size() && depth != longer.size())) {
      throw new IncompatibleTableException(
          ("feature '%s' is a column of type %s, arrays nested %s deep; %s takes shape %s; give one"
                  + " column nested as deep as that, or flat ones")
              .formatted(names.get(0), type.simpleString(), depth, input.model(), input.shape()));
    }
    return depth == shape.size() ? shape : longer;
  }

  private static IncompatibleTableException noSuchColumn(Dataset<Row> table, String name) {
    return new IncompatibleTableException(
        "no column '%s' for a feature%s; the table has %s"
            .formatted(name, nearest(name, table), columns(table)));
  }

  /** The first of a table's columns, and how many there are where they are many. */
  static String columns(Dataset<Row> table) {
    List<String> columns = List.of(table.columns());
    String all =
        columns.size() > MOST_SHOWN
            ? String.format(Locale.ROOT, " (%,d in all)", columns.size())
            : "";
    return Nearest.first(columns, MOST_SHOWN) + all;
  }

  /** A question after the column that was probably meant; empty where none is near. */
  static String nearest(String name, Dataset<Row> table) {
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
    if (type instanceof BinaryType || (type instanceof ArrayType && isNumber(innermost(type)))) {
      return OptionalInt.empty();
    }
    throw new IncompatibleTableException(
        ("feature '%s' is a column of type %s; allowed: numbers, booleans, arrays of them, nested"
                + " or not, packed floats as binary, and ML vectors; cast it or name another column")
            .formatted(name, type.simpleString()));
  }

  private static OptionalInt vectorSize(StructField field) {
    if (field.metadata().contains("ml_attr")
        && field.metadata().getMetadata("ml_attr").contains("num_attrs")) {
      return OptionalInt.of((int) field.metadata().getMetadata("ml_attr").getLong("num_attrs"));
    }
    return OptionalInt.empty();
  }

  private static DataType innermost(DataType type) {
    return type instanceof ArrayType array ? innermost(array.elementType()) : type;
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }
}
