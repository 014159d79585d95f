package io.forwardpass.spark.batch;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Brings a column of labels into the numbers of their classes. A label that is no class's becomes
 * the negative number that {@link EvaluationCounts#unknown} has for it.
 */
sealed interface LabelReader permits BooleanLabels, NumberLabels, TextLabels {

  /** Stands for the label of a row that has none. */
  int UNLABELLED = -1;

  /** Rows {@code from} to {@code from + rows} of a column into {@code to} from 0. */
  void read(ColumnVector vector, int from, int rows, int[] to);

  /** The label of one row, which is not null. */
  int read(InternalRow row, int ordinal);

  /**
   * The reader for a column's type.
   *
   * @param labels of the classes, in their order
   */
  static LabelReader of(DataType type, List<String> labels, EvaluationCounts counts) {
    if (Truth.isText(type)) {
      return new TextLabels(labels, counts);
    } else if (Truth.isBoolean(type)) {
      return BooleanLabels.of(labels);
    }
    return new NumberLabels(type, labels, counts);
  }
}
