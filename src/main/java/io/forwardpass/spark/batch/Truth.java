package io.forwardpass.spark.batch;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;

/** Where the true label of a row stands, and what is counted of it. */
public sealed interface Truth extends Serializable {

  /** No column holds it; nothing is counted. */
  record Unknown() implements Truth {}

  /**
   * A column that holds it: the text of a label, the number that a label is, or, of two labels,
   * whether it is the second.
   *
   * @param counts registered with the context
   */
  record Known(DataType type, EvaluationCounts counts) implements Truth {
    TrueLabels labels(List<String> labels, int rows) {
      return new TrueLabels(LabelReader.of(type, labels, counts), counts, rows);
    }
  }

  /** Whether a column of this type can hold labels as text. */
  static boolean isText(DataType type) {
    return type instanceof StringType;
  }

  /** Whether a column of this type can hold labels that are whole numbers. */
  static boolean isNumber(DataType type) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof FloatType
        || type instanceof DoubleType;
  }

  /** Whether a column of this type can say which of two labels is true. */
  static boolean isBoolean(DataType type) {
    return type instanceof BooleanType;
  }

  /** Whether a label is a whole number as a column of numbers holds it. */
  static boolean isWholeNumber(String label) {
    return label.matches("0|-?[1-9]\\d{0,17}");
  }
}
