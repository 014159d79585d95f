package io.forwardpass.spark.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.WriteJobDescription;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The values of the columns that are folders, and the folders' names: {@code ds=2026-11-22/h=3}.
 */
final class PartitionFolders {
  private final List<Attribute> columns;
  private final Option<String> timeZone;
  private final UnsafeProjection values;

  PartitionFolders(WriteJobDescription description) {
    this.columns = new ArrayList<>(CollectionConverters.asJava(description.partitionColumns()));
    this.timeZone = Option.apply(description.timeZoneId());
    this.values =
        UnsafeProjection.create(columns.stream().map(Attribute::dataType).toArray(DataType[]::new));
  }

  /** The values of a batch, which are the same in all its rows; the caller's own. */
  UnsafeRow values(ColumnVector[] vectors) {
    return values.apply(new ColumnarBatch(vectors, 1).getRow(0)).copy();
  }

  /** The folder of rows with these values. */
  String folder(InternalRow row) {
    List<String> names = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      Attribute attribute = columns.get(column);
      Object value = row.get(column, attribute.dataType());
      Object text =
          new Cast(
                  new Literal(value, attribute.dataType()),
                  DataTypes.StringType,
                  timeZone,
                  EvalMode.LEGACY())
              .eval(null);
      names.add(
          ExternalCatalogUtils.getPartitionPathString(
              attribute.name(), text == null ? null : text.toString()));
    }
    return String.join("/", names);
  }
}
