package io.forwardpass.spark.parquet;

import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * A table's columns as Spark has them and as Spark's writer would store them.
 *
 * @param metadata what Spark's writer puts into the footer
 */
record FileSchema(StructType table, MessageType stored, Map<String, String> metadata) {

  /** The schema of the table that a write job's configuration names. */
  static FileSchema of(Configuration conf) {
    WriteContext context = new ParquetWriteSupport().init(conf);
    return new FileSchema(
        (StructType) DataType.fromJson(conf.get(ParquetWriteSupport.SPARK_ROW_SCHEMA())),
        context.getSchema(),
        context.getExtraMetaData());
  }

  /** How many columns the table has. */
  int size() {
    return table.size();
  }

  /** A column's name. */
  String name(int column) {
    return stored.getType(column).getName();
  }

  /** Whether a column is no group of others. */
  boolean isFlat(int column) {
    return stored.getType(column).isPrimitive();
  }

  /** The leaf of a flat column. */
  ColumnDescriptor descriptor(int column) {
    return stored.getColumnDescription(new String[] {name(column)});
  }

  /** What a flat column's values are copied as, if they can be copied as they stand. */
  Optional<PlainType> plainType(int column) {
    return PlainType.of(
        table.apply(column).dataType(),
        descriptor(column).getPrimitiveType().getPrimitiveTypeName());
  }
}
