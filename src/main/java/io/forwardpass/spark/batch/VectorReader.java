package io.forwardpass.spark.batch;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A column of ML vectors, stored as {@code struct<type, size, indices, values>} with type 1 for
 * dense and 0 for sparse ones ({@code org.apache.spark.ml.linalg.VectorUDT}).
 */
record VectorReader(int number, int first, int width) implements FeatureReader {
  private static final int FIELDS = 4;
  private static final byte DENSE = 1;

  @Override
  public void read(ColumnVector vector, int from, int rows, Tile tile) {
    for (int row = 0; row < rows; row++) {
      if (vector.isNullAt(from + row)) {
        tile.fill(row, number, InvalidReason.NULL, first, width);
      } else {
        read(vector.getStruct(from + row), tile, row);
      }
    }
  }

  @Override
  public void read(SpecializedGetters row, int ordinal, Tile tile, int at) {
    if (row.isNullAt(ordinal)) {
      tile.fill(at, number, InvalidReason.NULL, first, width);
    } else {
      read(row.getStruct(ordinal, FIELDS), tile, at);
    }
  }

  private void read(InternalRow vector, Tile tile, int at) {
    ArrayData values = vector.getArray(3);
    if (vector.getByte(0) == DENSE) {
      if (values.numElements() != width) {
        tile.fill(at, number, InvalidReason.LENGTH, first, width);
        return;
      }
      for (int element = 0; element < width; element++) {
        put(tile, at, element, values.getDouble(element));
      }
    } else {
      if (vector.getInt(1) != width) {
        tile.fill(at, number, InvalidReason.LENGTH, first, width);
        return;
      }
      zero(tile, at);
      ArrayData indices = vector.getArray(2);
      for (int stored = 0; stored < indices.numElements(); stored++) {
        put(tile, at, indices.getInt(stored), values.getDouble(stored));
      }
    }
  }

  private void put(Tile tile, int at, int element, double value) {
    tile.put((first + element) * tile.stride() + at, (float) value, at, number);
  }

  private void zero(Tile tile, int at) {
    for (int element = 0; element < width; element++) {
      tile.inputs()[(first + element) * tile.stride() + at] = 0f;
    }
  }
}
