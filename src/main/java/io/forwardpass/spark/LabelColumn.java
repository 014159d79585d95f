package io.forwardpass.spark;

import io.forwardpass.spark.batch.Truth;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * The column of the true labels, found in a table and held against the model's classes.
 *
 * @param column for Spark
 * @param type for the tasks
 */
record LabelColumn(Column column, DataType type) {

  /** As many labels of the model stand in a message. */
  private static final int MOST_SHOWN = 5;

  /**
   * Finds the column in a table, without reading it.
   *
   * @param classes the labels of the model; empty where it has no classes
   * @param model for messages
   * @throws IncompatibleTableException if it is missing, its type is none of labels, or the model
   *     has no classes
   */
  static LabelColumn resolve(String name, Dataset<Row> table, List<String> classes, String model) {
    checkClasses(name, classes, model);
    String column =
        ColumnName.find(table, name)
            .orElseThrow(
                () ->
                    new IncompatibleTableException(
                        "no column '%s' for the true labels%s; the table has %s"
                            .formatted(
                                name,
                                FeatureColumns.nearest(name, table),
                                FeatureColumns.columns(table))));
    DataType type = table.select(column).schema().apply(0).dataType();
    checkType(name, type, classes);
    return new LabelColumn(functions.col(column), type);
  }

  private static void checkClasses(String name, List<String> classes, String model) {
    if (classes.isEmpty()) {
      throw new IncompatibleTableException(
          ("label column '%s' for %s, whose outputs are not the probabilities of classes; only models"
                  + " that end in a softmax or in one sigmoid unit are held against labels; leave the"
                  + " label column out")
              .formatted(name, model));
    }
  }

  private static void checkType(String name, DataType type, List<String> classes) {
    boolean ofTwo = Truth.isBoolean(type) && classes.size() == 2;
    if (!Truth.isText(type) && !Truth.isNumber(type) && !ofTwo) {
      throw new IncompatibleTableException(
          ("label column '%s' is of type %s; allowed: strings, whole numbers, float, double, and for"
                  + " two classes boolean; the model has %s classes; cast it or name another column")
              .formatted(name, type.simpleString(), classes.size()));
    }
    if (Truth.isNumber(type) && classes.stream().noneMatch(Truth::isWholeNumber)) {
      throw new IncompatibleTableException(
          ("label column '%s' is of type %s, and no label is a whole number (%s); name a column of"
                  + " labels, or leave the labels out, so that classes are numbered from 0")
              .formatted(name, type.simpleString(), Nearest.first(classes, MOST_SHOWN)));
    }
  }
}
