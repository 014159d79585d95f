package io.forwardpass.spark.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * The numbers of arrays, nested or not, or of packed little-endian floats, one value after the
 * other in row-major order. For one thread.
 */
final class ArrayValues {
  /** In place of a count: the value, or one in it, is null. */
  static final int NULL = -1;

  /** In place of a count: an array has not the length that it must have. */
  static final int LENGTH = -2;

  private static final int ANY_LENGTH = 0;

  private final int[] lengths;
  private final boolean packed;
  private final NumericType type;
  private final boolean imputes;
  private final float replacement;
  private float[] values = new float[64];
  private int size;
  private int replaced;

  /**
   * @param lengths of the arrays, outermost first; 0 where any will do
   */
  ArrayValues(Feature feature, List<Integer> lengths) {
    DataType column = feature.type();
    Expectations expectations = feature.expectations();
    this.imputes = expectations.policies().get(InvalidReason.NULL) == Policy.IMPUTE;
    this.replacement = expectations.replacement();
    this.lengths = lengths.stream().mapToInt(Integer::intValue).toArray();
    this.packed = column instanceof BinaryType;
    DataType element = column;
    while (element instanceof ArrayType array) {
      element = array.elementType();
    }
    this.type = packed ? new NumericType.Floats() : NumericType.of(element).orElseThrow();
  }

  /** All numbers so far. */
  float[] values() {
    return values;
  }

  int size() {
    return size;
  }

  /** How many nulls in the arrays of the row appended last were replaced. */
  int replaced() {
    return replaced;
  }

  /** Forgets the numbers from {@code start} on. */
  void truncate(int start) {
    size = start;
  }

  /**
   * Appends the value of a row.
   *
   * @return how many numbers it has, or {@link #NULL} or {@link #LENGTH}
   */
  int append(ColumnVector vector, int row) {
    replaced = 0;
    if (vector.isNullAt(row)) {
      return NULL;
    }
    int start = size;
    int fault = 0;
    if (packed) {
      fault = appendPacked(vector.getBinary(row));
    } else if (vector instanceof WritableColumnVector arrays) {
      fault = appendNested(arrays, row, 0);
    } else {
      fault = append(vector.getArray(row), 0);
    }
    return fault < 0 ? fault : size - start;
  }

  /** The same for a field of a row. */
  int append(SpecializedGetters row, int ordinal) {
    replaced = 0;
    if (row.isNullAt(ordinal)) {
      return NULL;
    }
    int start = size;
    int fault = packed ? appendPacked(row.getBinary(ordinal)) : append(row.getArray(ordinal), 0);
    return fault < 0 ? fault : size - start;
  }

  private int appendNested(WritableColumnVector arrays, int row, int level) {
    if (arrays.isNullAt(row)) {
      return NULL;
    }
    int length = arrays.getArrayLength(row);
    int offset = arrays.getArrayOffset(row);
    if (isWrong(length, level)) {
      return LENGTH;
    }
    WritableColumnVector elements = arrays.getChild(0);
    if (level < lengths.length - 1) {
      for (int index = 0; index < length; index++) {
        int fault = appendNested(elements, offset + index, level + 1);
        if (fault < 0) {
          return fault;
        }
      }
      return 0;
    }
    int to = reserve(length);
    type.read(elements, offset, length, values, to);
    if (elements.hasNull()) {
      for (int index = 0; index < length; index++) {
        if (elements.isNullAt(offset + index) && !replace(to + index)) {
          return NULL;
        }
      }
    }
    return 0;
  }

  private int append(ArrayData array, int level) {
    int length = array.numElements();
    if (isWrong(length, level)) {
      return LENGTH;
    }
    boolean innermost = level == lengths.length - 1;
    int to = innermost ? reserve(length) : 0;
    for (int index = 0; index < length; index++) {
      if (array.isNullAt(index)) {
        if (!innermost || !replace(to + index)) {
          return NULL;
        }
      } else if (innermost) {
        values[to + index] = type.read(array, index);
      } else {
        int fault = append(array.getArray(index), level + 1);
        if (fault < 0) {
          return fault;
        }
      }
    }
    return 0;
  }

  /** Puts a number in the place of a null, where one is to be imputed. */
  private boolean replace(int index) {
    values[index] = replacement;
    replaced++;
    return imputes;
  }

  private boolean isWrong(int length, int level) {
    return lengths[level] != ANY_LENGTH && lengths[level] != length;
  }

  private int appendPacked(byte[] bytes) {
    int length = bytes.length / Float.BYTES;
    if (bytes.length % Float.BYTES != 0 || isWrong(length, 0)) {
      return LENGTH;
    }
    int to = reserve(length);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, to, length);
    return 0;
  }

  private int reserve(int count) {
    int start = size;
    size = Math.addExact(size, count);
    if (size > values.length) {
      values = Arrays.copyOf(values, Math.max(size, Math.multiplyExact(2, values.length)));
    }
    return start;
  }
}
