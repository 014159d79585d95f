package io.forwardpass.spark.parquet;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Catches the value that Spark's own writer makes of a column's first row: it knows how each type
 * is stored under the options of the day, calendars included.
 */
final class StoredValue extends RecordConsumer {
  private Object value;

  private StoredValue() {}

  /**
   * The stored form of the first row of a column without nesting: an Integer, Long, Boolean, Float,
   * Double or Binary; null for a null.
   */
  static Object of(ColumnVector column, StructField field, Configuration conf) {
    ParquetWriteSupport rows = new ParquetWriteSupport();
    Configuration own = new Configuration(conf);
    ParquetWriteSupport.setSchema(new StructType(new StructField[] {field}), own);
    rows.init(own);
    StoredValue caught = new StoredValue();
    rows.prepareForWrite(caught);
    rows.write(new ColumnarBatch(new ColumnVector[] {column}, 1).getRow(0));
    return caught.value;
  }

  @Override
  public void startMessage() {}

  @Override
  public void endMessage() {}

  @Override
  public void startField(String field, int index) {}

  @Override
  public void endField(String field, int index) {}

  @Override
  public void startGroup() {
    throw nested();
  }

  @Override
  public void endGroup() {
    throw nested();
  }

  private static IllegalStateException nested() {
    return new IllegalStateException("a group in a column without nesting");
  }

  @Override
  public void addInteger(int number) {
    value = number;
  }

  @Override
  public void addLong(long number) {
    value = number;
  }

  @Override
  public void addBoolean(boolean truth) {
    value = truth;
  }

  @Override
  public void addBinary(Binary bytes) {
    value = bytes.copy();
  }

  @Override
  public void addFloat(float number) {
    value = number;
  }

  @Override
  public void addDouble(double number) {
    value = number;
  }
}
