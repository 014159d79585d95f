package io.forwardpass.spark.batch;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Of two classes: true is the second. */
record BooleanLabels() implements LabelReader {
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

  private static int number(boolean second) {
    return second ? 1 : 0;
  }
}
