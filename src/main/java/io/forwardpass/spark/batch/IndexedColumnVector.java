package io.forwardpass.spark.batch;

import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A view of another vector through row numbers: row {@code r} is the other's row {@code index[r]}.
 * Serves for leaving rows out without copying a column.
 */
public final class IndexedColumnVector extends ColumnVector {
  private final ColumnVector values;
  private final int[] index;
  private final IndexedColumnVector[] fields;

  /** Shares both; the caller may change {@code index} between batches. */
  IndexedColumnVector(ColumnVector values, int[] index) {
    super(values.dataType());
    this.values = values;
    this.index = index;
    this.fields = new IndexedColumnVector[type instanceof StructType struct ? struct.size() : 0];
    for (int field = 0; field < fields.length; field++) {
      fields[field] = new IndexedColumnVector(values.getChild(field), index);
    }
  }

  @Override
  public void close() {
    values.close();
  }

  @Override
  public void closeIfFreeable() {
    values.closeIfFreeable();
  }

  @Override
  public boolean hasNull() {
    return values.hasNull();
  }

  @Override
  public int numNulls() {
    return values.numNulls();
  }

  @Override
  public boolean isNullAt(int row) {
    return values.isNullAt(index[row]);
  }

  @Override
  public boolean getBoolean(int row) {
    return values.getBoolean(index[row]);
  }

  @Override
  public byte getByte(int row) {
    return values.getByte(index[row]);
  }

  @Override
  public short getShort(int row) {
    return values.getShort(index[row]);
  }

  @Override
  public int getInt(int row) {
    return values.getInt(index[row]);
  }

  @Override
  public long getLong(int row) {
    return values.getLong(index[row]);
  }

  @Override
  public float getFloat(int row) {
    return values.getFloat(index[row]);
  }

  @Override
  public double getDouble(int row) {
    return values.getDouble(index[row]);
  }

  @Override
  public ColumnarArray getArray(int row) {
    return values.getArray(index[row]);
  }

  @Override
  public ColumnarMap getMap(int row) {
    return values.getMap(index[row]);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return values.getDecimal(index[row], precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return values.getUTF8String(index[row]);
  }

  @Override
  public byte[] getBinary(int row) {
    return values.getBinary(index[row]);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return fields.length > 0
        ? fields[ordinal]
        : new IndexedColumnVector(values.getChild(ordinal), index);
  }
}
