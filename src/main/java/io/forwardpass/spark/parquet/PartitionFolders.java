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
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
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

  /** The values in a row; the caller's own. */
  UnsafeRow values(ColumnVector[] vectors, int row) {
    return values.apply(new ColumnarBatch(vectors, row + 1).getRow(row)).copy();
  }

  /** How many rows from {@code from} on, up to {@code to}, have the values of the first. */
  int run(ColumnVector[] vectors, int from, int to) {
    boolean constant = true;
    for (ColumnVector vector : vectors) {
      constant &= vector instanceof ConstantColumnVector;
    }
    if (constant) {
      return to - from;
    }
    UnsafeRow first = values(vectors, from);
    ColumnarBatch batch = new ColumnarBatch(vectors, to);
    int row = from + 1;
    while (row < to && values.apply(batch.getRow(row)).equals(first)) {
      row++;
    }
    return row - from;
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
