package io.forwardpass.spark.batch;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A column of nested arrays, or of packed floats, each filling {@code width} of the model's inputs.
 */
final class NestedReader implements FeatureReader {
  private final int number;
  private final int first;
  private final int width;
  private final ArrayValues values;

  NestedReader(int number, int first, int width, ArrayValues values) {
    this.number = number;
    this.first = first;
    this.width = width;
    this.values = values;
  }

  @Override
  public void read(ColumnVector vector, int from, int rows, Tile tile) {
    for (int row = 0; row < rows; row++) {
      values.truncate(0);
      store(values.append(vector, from + row), tile, row);
    }
    tile.check(number, first, width, rows);
  }

  @Override
  public void read(SpecializedGetters row, int ordinal, Tile tile, int at) {
    values.truncate(0);
    store(values.append(row, ordinal), tile, at);
    for (int element = first; element < first + width; element++) {
      int index = element * tile.stride() + at;
      tile.put(index, tile.inputs()[index], at, number);
    }
  }

  private void store(int count, Tile tile, int at) {
    if (count != width) {
      boolean isNull = count == ArrayValues.NULL;
      InvalidReason reason = isNull ? InvalidReason.NULL : InvalidReason.LENGTH;
      tile.fill(at, number, reason, first, width);
      return;
    }
    tile.replaced(at, number, values.replaced());
    for (int element = 0; element < width; element++) {
      tile.inputs()[(first + element) * tile.stride() + at] = values.values()[element];
    }
  }
}
