package io.forwardpass.spark.parquet;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A look at the first values of a column in a row group. */
final class Sample {
  private static final int ROWS = 4096;

  private Sample() {}

  /**
   * Whether at most half of the first values differ from each other. A dictionary then holds them
   * all in the space of a few pages; where values hardly repeat, trying one costs more than writing
   * the column.
   */
  static boolean repeats(PlainType type, ColumnVector vector, int from, int rows) {
    int end = from + Math.min(ROWS, rows);
    Set<Long> distinct = new HashSet<>();
    int present = 0;
    for (int row = from; row < end; row++) {
      if (!vector.isNullAt(row)) {
        present++;
        distinct.add(bits(type, vector, row));
      }
    }
    return distinct.size() <= present / 2;
  }

  private static long bits(PlainType type, ColumnVector vector, int row) {
    return switch (type) {
      case INT32 -> vector.getInt(row);
      case INT64 -> vector.getLong(row);
      case FLOAT -> Float.floatToRawIntBits(vector.getFloat(row));
      case DOUBLE -> Double.doubleToRawLongBits(vector.getDouble(row));
    };
  }
}
