package io.forwardpass.spark.parquet;

import java.util.Optional;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Types whose values Spark's vectors and Parquet's PLAIN pages hold as the same bits. */
enum PlainType {
  INT32(Integer.BYTES),
  INT64(Long.BYTES),
  FLOAT(Float.BYTES),
  DOUBLE(Double.BYTES);

  private final int width;

  PlainType(int width) {
    this.width = width;
  }

  /** What a column of this type is written as, if it is one of these. */
  static Optional<PlainType> of(DataType type, PrimitiveTypeName stored) {
    if (type.equals(DataTypes.IntegerType) && stored == PrimitiveTypeName.INT32) {
      return Optional.of(INT32);
    } else if ((type.equals(DataTypes.LongType) || type.equals(DataTypes.TimestampNTZType))
        && stored == PrimitiveTypeName.INT64) {
      return Optional.of(INT64);
    } else if (type.equals(DataTypes.FloatType)) {
      return Optional.of(FLOAT);
    } else if (type.equals(DataTypes.DoubleType)) {
      return Optional.of(DOUBLE);
    }
    return Optional.empty();
  }

  /** Bytes of a value. */
  int width() {
    return width;
  }

  /** Room for a page of {@code capacity} values. */
  PlainValues page(int capacity) {
    return switch (this) {
      case INT32 -> new PlainValues.Ints(capacity);
      case INT64 -> new PlainValues.Longs(capacity);
      case FLOAT -> new PlainValues.Floats(capacity);
      case DOUBLE -> new PlainValues.Doubles(capacity);
    };
  }
}
