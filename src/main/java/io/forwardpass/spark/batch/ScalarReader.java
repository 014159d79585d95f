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
          tile.inputs()[at + row] = tile.missing(row, number, InvalidReason.NULL);
        }
      }
    }
    tile.check(number, first, 1, rows);
  }

  @Override
  public void read(SpecializedGetters row, int ordinal, Tile tile, int at) {
    int index = first * tile.stride() + at;
    if (row.isNullAt(ordinal)) {
      tile.inputs()[index] = tile.missing(at, number, InvalidReason.NULL);
    } else {
      tile.put(index, type.read(row, ordinal), at, number);
    }
  }
}
