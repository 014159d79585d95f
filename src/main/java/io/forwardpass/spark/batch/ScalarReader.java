package io.forwardpass.spark.batch;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of numbers: one of the model's inputs. */
record ScalarReader(int number, int first, NumericType type) implements FeatureReader {

  @Override
  public void read(ColumnVector vector, int from, int rows, Tile tile) {
    int at = first * tile.stride();
    type.read(vector, from, rows, tile.inputs(), at);
    if (vector.hasNull()) {
      for (int row = 0; row < rows; row++) {
        if (vector.isNullAt(from + row)) {
          tile.fault(row, number, InvalidReason.NULL);
          tile.inputs()[at + row] = 0f;
        }
      }
    }
    tile.checkFinite(number, first, 1, rows);
  }

  @Override
  public void read(SpecializedGetters row, int ordinal, Tile tile, int at) {
    int index = first * tile.stride() + at;
    if (row.isNullAt(ordinal)) {
      tile.fault(at, number, InvalidReason.NULL);
      tile.inputs()[index] = 0f;
    } else {
      tile.put(index, type.read(row, ordinal), at, number);
    }
  }
}
