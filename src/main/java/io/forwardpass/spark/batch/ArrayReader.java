package io.forwardpass.spark.batch;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of arrays of numbers, each filling {@code width} of the model's inputs. */
final class ArrayReader implements FeatureReader {

  /** Rows that are turned from rows into columns together, so that both sides stay in cache. */
  private static final int BLOCK = 16;

  private final int number;
  private final int first;
  private final int width;
  private final NumericType type;
  private final float[] scratch;

  ArrayReader(int number, int first, int width, NumericType type) {
    this.number = number;
    this.first = first;
    this.width = width;
    this.type = type;
    this.scratch = new float[BLOCK * width];
  }

  @Override
  public void read(ColumnVector vector, int from, int rows, Tile tile) {
    if (vector instanceof WritableColumnVector arrays) {
      readBlocks(arrays, from, rows, tile);
      tile.check(number, first, width, rows);
    } else {
      for (int row = 0; row < rows; row++) {
        if (vector.isNullAt(from + row)) {
          tile.fill(row, number, InvalidReason.NULL, first, width);
        } else {
          read(vector.getArray(from + row), tile, row);
        }
      }
    }
  }

  private void readBlocks(WritableColumnVector arrays, int from, int rows, Tile tile) {
    ColumnVector elements = arrays.getChild(0);
    for (int start = 0; start < rows; start += BLOCK) {
      int block = Math.min(BLOCK, rows - start);
      if (dense(arrays, from + start, block) && !elements.hasNull()) {
        int offset = arrays.getArrayOffset(from + start);
        type.read(elements, offset, block * width, scratch, 0);
      } else {
        for (int row = 0; row < block; row++) {
          readArray(arrays, elements, from + start + row, tile, start + row, row * width);
        }
      }
      transpose(block, tile, start);
    }
  }

  /** Whether the arrays are sound and follow one another without a gap. */
  private boolean dense(WritableColumnVector arrays, int from, int count) {
    int offset = arrays.getArrayOffset(from);
    for (int row = 0; row < count; row++) {
      if (arrays.isNullAt(from + row)
          || arrays.getArrayLength(from + row) != width
          || arrays.getArrayOffset(from + row) != offset + row * width) {
        return false;
      }
    }
    return true;
  }

  private void readArray(
      WritableColumnVector arrays,
      ColumnVector elements,
      int source,
      Tile tile,
      int row,
      int scratchAt) {
    boolean isNull = arrays.isNullAt(source);
    if (isNull || arrays.getArrayLength(source) != width) {
      InvalidReason reason = isNull ? InvalidReason.NULL : InvalidReason.LENGTH;
      Arrays.fill(scratch, scratchAt, scratchAt + width, tile.missing(row, number, reason));
      return;
    }
    int offset = arrays.getArrayOffset(source);
    type.read(elements, offset, width, scratch, scratchAt);
    if (elements.hasNull()) {
      for (int element = 0; element < width; element++) {
        if (elements.isNullAt(offset + element)) {
          scratch[scratchAt + element] = tile.missing(row, number, InvalidReason.NULL);
        }
      }
    }
  }

  private void transpose(int block, Tile tile, int start) {
    float[] inputs = tile.inputs();
    for (int element = 0; element < width; element++) {
      int to = (first + element) * tile.stride() + start;
      for (int row = 0; row < block; row++) {
        inputs[to + row] = scratch[row * width + element];
      }
    }
  }

  @Override
  public void read(SpecializedGetters row, int ordinal, Tile tile, int at) {
    if (row.isNullAt(ordinal)) {
      tile.fill(at, number, InvalidReason.NULL, first, width);
    } else {
      read(row.getArray(ordinal), tile, at);
    }
  }

  private void read(ArrayData array, Tile tile, int at) {
    if (array.numElements() != width) {
      tile.fill(at, number, InvalidReason.LENGTH, first, width);
      return;
    }
    for (int element = 0; element < width; element++) {
      int index = (first + element) * tile.stride() + at;
      if (array.isNullAt(element)) {
        tile.inputs()[index] = tile.missing(at, number, InvalidReason.NULL);
      } else {
        tile.put(index, type.read(array, element), at, number);
      }
    }
  }
}
