package io.forwardpass.spark.batch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Labels that are whole numbers, in columns of any numbers. */
final class NumberLabels implements LabelReader {
  /** Above it a double is no longer sure to be the whole number that was meant. */
  private static final double LARGEST = 1L << 53;

  private final Width type;
  private final EvaluationCounts counts;

  /** The labels in ascending order, and whose they are. */
  private final long[] values;

  private final int[] classes;

  /** Labels of no class that were met, as bits, and how they are counted. */
  private final long[] strange = new long[EvaluationCounts.UNKNOWN_LABELS];

  private final int[] strangeNumbers = new int[strange.length];
  private int strangers;

  private enum Width {
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE
  }

  NumberLabels(DataType type, List<String> labels, EvaluationCounts counts) {
    this.type = number(type);
    this.counts = counts;
    this.classes =
        IntStream.range(0, labels.size())
            .filter(number -> Truth.isWholeNumber(labels.get(number)))
            .boxed()
            .sorted((a, b) -> Long.compare(value(labels.get(a)), value(labels.get(b))))
            .mapToInt(Integer::intValue)
            .toArray();
    this.values = Arrays.stream(classes).mapToLong(number -> value(labels.get(number))).toArray();
  }

  private static long value(String label) {
    return Long.parseLong(label);
  }

  private static Width number(DataType type) {
    if (type instanceof ByteType) {
      return Width.BYTE;
    } else if (type instanceof ShortType) {
      return Width.SHORT;
    } else if (type instanceof LongType) {
      return Width.LONG;
    } else if (type instanceof FloatType) {
      return Width.FLOAT;
    }
    return type instanceof DoubleType ? Width.DOUBLE : Width.INT;
  }

  @Override
  public void read(ColumnVector vector, int from, int rows, int[] to) {
    for (int row = 0; row < rows; row++) {
      to[row] = vector.isNullAt(from + row) ? UNLABELLED : read(vector, from + row);
    }
  }

  private int read(ColumnVector vector, int row) {
    return switch (type) {
      case BYTE -> whole(vector.getByte(row));
      case SHORT -> whole(vector.getShort(row));
      case INT -> whole(vector.getInt(row));
      case LONG -> whole(vector.getLong(row));
      case FLOAT -> real(vector.getFloat(row));
      case DOUBLE -> real(vector.getDouble(row));
    };
  }

  @Override
  public int read(InternalRow row, int ordinal) {
    return switch (type) {
      case BYTE -> whole(row.getByte(ordinal));
      case SHORT -> whole(row.getShort(ordinal));
      case INT -> whole(row.getInt(ordinal));
      case LONG -> whole(row.getLong(ordinal));
      case FLOAT -> real(row.getFloat(ordinal));
      case DOUBLE -> real(row.getDouble(ordinal));
    };
  }

  private int whole(long value) {
    int at = Arrays.binarySearch(values, value);
    return at >= 0 ? classes[at] : strange(value, false);
  }

  private int real(double value) {
    return value == Math.rint(value) && Math.abs(value) <= LARGEST
        ? whole((long) value)
        : strange(Double.doubleToLongBits(value), true);
  }

  private int strange(long bits, boolean real) {
    for (int at = 0; at < strangers; at++) {
      if (strange[at] == bits) {
        return strangeNumbers[at];
      }
    }
    if (strangers == strange.length) {
      return EvaluationCounts.OTHER_UNKNOWN;
    }
    String name = real ? Double.toString(Double.longBitsToDouble(bits)) : Long.toString(bits);
    int number = counts.unknown(name);
    strange[strangers] = bits;
    strangeNumbers[strangers] = number;
    strangers++;
    return number;
  }
}
