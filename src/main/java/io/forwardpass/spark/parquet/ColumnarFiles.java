package io.forwardpass.spark.parquet;

import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** What can be written as {@link ColumnarFile}. */
public final class ColumnarFiles {
  private ColumnarFiles() {}

  /** Why a table of this schema cannot be written so under {@code conf}, if it cannot. */
  public static Optional<String> obstacle(Configuration conf, StructType schema) {
    if (WriterOptions.isEncrypted(conf)) {
      return Optional.of("the files are to be encrypted");
    }
    try {
      WriterOptions.of(conf, Set.of());
    } catch (IllegalArgumentException e) {
      return Optional.of("it is to say what is wrong with its options: " + e.getMessage());
    }
    for (StructField field : schema.fields()) {
      if (hasVariant(field.dataType())) {
        // Spark infers how to store variants from the rows that it writes.
        return Optional.of("column " + field.name() + " holds variants");
      }
    }
    return Optional.empty();
  }

  private static boolean hasVariant(DataType type) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (hasVariant(field.dataType())) {
          return true;
        }
      }
      return false;
    } else if (type instanceof ArrayType array) {
      return hasVariant(array.elementType());
    } else if (type instanceof MapType map) {
      return hasVariant(map.keyType()) || hasVariant(map.valueType());
    }
    return type instanceof VariantType;
  }
}
