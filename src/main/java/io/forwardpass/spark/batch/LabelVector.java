package io.forwardpass.spark.batch;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A column of strings as numbers of labels. */
public final class LabelVector extends ColumnVector {
  /** The number of a row without a label. */
  public static final int NONE = -1;

  private final List<UTF8String> labels;
  private final int[] numbers;
  private final int nulls;

  /**
   * Shares {@code numbers}; the caller may change it between batches.
   *
   * @param nulls how many rows have no label
   */
  LabelVector(List<UTF8String> labels, int[] numbers, int nulls) {
    super(DataTypes.StringType);
    this.labels = labels;
    this.numbers = numbers;
    this.nulls = nulls;
  }

  /** The labels, in the order of their numbers. */
  public List<UTF8String> labels() {
    return labels;
  }

  /** The number of a row's label, or {@link #NONE}. */
  public int number(int row) {
    return numbers[row];
  }

  @Override
  public void close() {}

  @Override
  public void closeIfFreeable() {}

  @Override
  public boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public int numNulls() {
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return numbers[row] == NONE;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return isNullAt(row) ? null : labels.get(numbers[row]);
  }

  @Override
  public byte[] getBinary(int row) {
    return isNullAt(row) ? null : getUTF8String(row).getBytes();
  }

  private static UnsupportedOperationException notAString() {
    return new UnsupportedOperationException("labels are strings");
  }

  @Override
  public boolean getBoolean(int row) {
    throw notAString();
  }

  @Override
  public byte getByte(int row) {
    throw notAString();
  }

  @Override
  public short getShort(int row) {
    throw notAString();
  }

  @Override
  public int getInt(int row) {
    throw notAString();
  }

  @Override
  public long getLong(int row) {
    throw notAString();
  }

  @Override
  public float getFloat(int row) {
    throw notAString();
  }

  @Override
  public double getDouble(int row) {
    throw notAString();
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw notAString();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw notAString();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw notAString();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw notAString();
  }
}
