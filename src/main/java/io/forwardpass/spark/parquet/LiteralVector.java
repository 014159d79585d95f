package io.forwardpass.spark.parquet;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.execution.vectorized.ColumnVectorUtils;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A literal of a plan as a column, of any type. It is as long as any batch, and the same vector in
 * all batches of a task: a vector that is constant for other reasons, such as a partition column of
 * the input, may be another one in the next batch.
 */
final class LiteralVector extends ConstantColumnVector {

  private LiteralVector(DataType type) {
    super(1, type);
  }

  /**
   * A column of one value.
   *
   * @param value as Catalyst has it; null for a null
   */
  static LiteralVector of(Object value, DataType type) {
    DataType plain = plain(type);
    LiteralVector vector = new LiteralVector(plain);
    if (value == null) {
      vector.setNull();
    } else if (plain instanceof StructType struct) {
      InternalRow row = (InternalRow) value;
      for (int field = 0; field < struct.size(); field++) {
        DataType fieldType = struct.apply(field).dataType();
        vector.setChild(field, of(row.get(field, fieldType), fieldType));
      }
    } else if (plain instanceof ArrayType) {
      vector.setArray(written(value, plain).getArray(0));
    } else if (plain instanceof MapType) {
      vector.setMap(written(value, plain).getMap(0));
    } else {
      ColumnVectorUtils.populate(vector, new GenericInternalRow(new Object[] {value}), 0);
    }
    return vector;
  }

  private static DataType plain(DataType type) {
    return type instanceof UserDefinedType<?> user ? user.sqlType() : type;
  }

  private static WritableColumnVector written(Object value, DataType type) {
    WritableColumnVector vector = new OnHeapColumnVector(1, type);
    append(vector, value, type);
    return vector;
  }

  private static void append(WritableColumnVector vector, Object value, DataType type) {
    DataType plain = plain(type);
    if (plain instanceof StructType struct) {
      vector.appendStruct(value == null);
      for (int field = 0; value != null && field < struct.size(); field++) {
        DataType fieldType = struct.apply(field).dataType();
        append(vector.getChild(field), ((InternalRow) value).get(field, fieldType), fieldType);
      }
    } else if (value == null) {
      vector.appendNull();
    } else if (plain instanceof ArrayType array) {
      ArrayData elements = (ArrayData) value;
      vector.appendArray(elements.numElements());
      appendAll(vector.arrayData(), elements, array.elementType());
    } else if (plain instanceof MapType map) {
      MapData entries = (MapData) value;
      vector.appendArray(entries.numElements());
      appendAll(vector.getChild(0), entries.keyArray(), map.keyType());
      appendAll(vector.getChild(1), entries.valueArray(), map.valueType());
    } else {
      appendAtom(vector, value);
    }
  }

  private static void appendAll(WritableColumnVector vector, ArrayData elements, DataType type) {
    for (int element = 0; element < elements.numElements(); element++) {
      boolean isNull = elements.isNullAt(element);
      append(vector, isNull ? null : elements.get(element, plain(type)), type);
    }
  }

  private static void appendAtom(WritableColumnVector vector, Object value) {
    if (value instanceof Boolean truth) {
      vector.appendBoolean(truth);
    } else if (value instanceof Byte number) {
      vector.appendByte(number);
    } else if (value instanceof Short number) {
      vector.appendShort(number);
    } else if (value instanceof Integer number) {
      vector.appendInt(number);
    } else if (value instanceof Long number) {
      vector.appendLong(number);
    } else if (value instanceof Float number) {
      vector.appendFloat(number);
    } else if (value instanceof Double number) {
      vector.appendDouble(number);
    } else if (value instanceof UTF8String text) {
      appendBytes(vector, text.getBytes());
    } else if (value instanceof byte[] bytes) {
      appendBytes(vector, bytes);
    } else if (value instanceof Decimal decimal) {
      appendDecimal(vector, decimal);
    } else if (value instanceof CalendarInterval interval) {
      vector.appendStruct(false);
      vector.getChild(0).appendInt(interval.months);
      vector.getChild(1).appendInt(interval.days);
      vector.getChild(2).appendLong(interval.microseconds);
    } else {
      throw new IllegalStateException("no literal of " + value.getClass());
    }
  }

  private static void appendBytes(WritableColumnVector vector, byte[] bytes) {
    vector.appendByteArray(bytes, 0, bytes.length);
  }

  private static void appendDecimal(WritableColumnVector vector, Decimal decimal) {
    if (decimal.precision() <= Decimal.MAX_INT_DIGITS()) {
      vector.appendInt((int) decimal.toUnscaledLong());
    } else if (decimal.precision() <= Decimal.MAX_LONG_DIGITS()) {
      vector.appendLong(decimal.toUnscaledLong());
    } else {
      appendBytes(vector, decimal.toJavaBigDecimal().unscaledValue().toByteArray());
    }
  }
}
