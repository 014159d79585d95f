package io.forwardpass.spark.batch;

import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.vector.Float4Vector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.OffHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;

/**
 * How numbers of one Spark type become floats: many at a time from a column vector, or one from a
 * row. Slots of null values yield any number.
 */
sealed interface NumericType {

  /** Rows {@code from} to {@code from + count} into {@code to}, starting at {@code at}. */
  void read(ColumnVector vector, int from, int count, float[] to, int at);

  float read(SpecializedGetters row, int ordinal);

  /** Empty where the type is no number. */
  static Optional<NumericType> of(DataType type) {
    if (type instanceof FloatType) {
      return Optional.of(new Floats());
    } else if (type instanceof DoubleType) {
      return Optional.of(new Doubles());
    } else if (type instanceof IntegerType) {
      return Optional.of(new Ints());
    } else if (type instanceof LongType) {
      return Optional.of(new Longs());
    } else if (type instanceof ShortType) {
      return Optional.of(new Shorts());
    } else if (type instanceof ByteType) {
      return Optional.of(new Bytes());
    } else if (type instanceof BooleanType) {
      return Optional.of(new Booleans());
    } else if (type instanceof DecimalType decimal) {
      return Optional.of(new Decimals(decimal.precision(), decimal.scale()));
    }
    return Optional.empty();
  }

  record Floats() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      if (vector instanceof OffHeapColumnVector offHeap && !offHeap.hasDictionary()) {
        copy(offHeap.valuesNativeAddress(), from, count, to, at);
      } else if (vector instanceof ConstantColumnVector constant) {
        Arrays.fill(to, at, at + count, constant.getFloat(0));
      } else if (vector instanceof ArrowColumnVector arrow
          && arrow.getValueVector() instanceof Float4Vector floats) {
        copy(floats.getDataBufferAddress(), from, count, to, at);
      } else {
        System.arraycopy(vector.getFloats(from, count), 0, to, at, count);
      }
    }

    private static void copy(long address, int from, int count, float[] to, int at) {
      Platform.copyMemory(
          null,
          address + (long) from * Float.BYTES,
          to,
          Platform.FLOAT_ARRAY_OFFSET + (long) at * Float.BYTES,
          (long) count * Float.BYTES);
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getFloat(ordinal);
    }
  }

  record Doubles() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      double[] values = vector.getDoubles(from, count);
      for (int index = 0; index < count; index++) {
        to[at + index] = (float) values[index];
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return (float) row.getDouble(ordinal);
    }
  }

  record Ints() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      int[] values = vector.getInts(from, count);
      for (int index = 0; index < count; index++) {
        to[at + index] = values[index];
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getInt(ordinal);
    }
  }

  record Longs() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      long[] values = vector.getLongs(from, count);
      for (int index = 0; index < count; index++) {
        to[at + index] = values[index];
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getLong(ordinal);
    }
  }

  record Shorts() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      short[] values = vector.getShorts(from, count);
      for (int index = 0; index < count; index++) {
        to[at + index] = values[index];
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getShort(ordinal);
    }
  }

  record Bytes() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      byte[] values = vector.getBytes(from, count);
      for (int index = 0; index < count; index++) {
        to[at + index] = values[index];
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getByte(ordinal);
    }
  }

  /** True is 1, false 0. */
  record Booleans() implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      boolean[] values = vector.getBooleans(from, count);
      for (int index = 0; index < count; index++) {
        to[at + index] = values[index] ? 1f : 0f;
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getBoolean(ordinal) ? 1f : 0f;
    }
  }

  /** Spark's own vectors hold up to 18 digits as whole numbers, unscaled. */
  record Decimals(int precision, int scale) implements NumericType {
    @Override
    public void read(ColumnVector vector, int from, int count, float[] to, int at) {
      double unit = Math.pow(10, scale);
      if (vector instanceof WritableColumnVector && precision <= Decimal.MAX_INT_DIGITS()) {
        int[] values = vector.getInts(from, count);
        for (int index = 0; index < count; index++) {
          to[at + index] = (float) (values[index] / unit);
        }
      } else if (vector instanceof WritableColumnVector && precision <= Decimal.MAX_LONG_DIGITS()) {
        long[] values = vector.getLongs(from, count);
        for (int index = 0; index < count; index++) {
          to[at + index] = (float) (values[index] / unit);
        }
      } else {
        for (int index = 0; index < count; index++) {
          boolean isNull = vector.isNullAt(from + index);
          to[at + index] =
              isNull ? 0f : vector.getDecimal(from + index, precision, scale).toFloat();
        }
      }
    }

    @Override
    public float read(SpecializedGetters row, int ordinal) {
      return row.getDecimal(ordinal, precision, scale).toFloat();
    }
  }
}
