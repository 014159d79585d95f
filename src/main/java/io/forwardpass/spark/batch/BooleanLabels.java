package io.forwardpass.spark.batch;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Of two classes.
 *
 * @param ofTrue the number of the class that true stands for
 */
record BooleanLabels(int ofTrue) implements LabelReader {

  /** True is the second class, unless the classes are called true and false. */
  static BooleanLabels of(List<String> labels) {
    boolean named =
        labels.get(0).equalsIgnoreCase("true") && labels.get(1).equalsIgnoreCase("false");
    return new BooleanLabels(named ? 0 : 1);
  }

  @Override
  public void read(ColumnVector vector, int from, int rows, int[] to) {
    for (int row = 0; row < rows; row++) {
      to[row] = vector.isNullAt(from + row) ? UNLABELLED : number(vector.getBoolean(from + row));
    }
  }

  @Override
  public int read(InternalRow row, int ordinal) {
    return number(row.getBoolean(ordinal));
  }

  private int number(boolean label) {
    return label ? ofTrue : 1 - ofTrue;
  }
}
