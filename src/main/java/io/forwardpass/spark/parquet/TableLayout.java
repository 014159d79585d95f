package io.forwardpass.spark.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.execution.datasources.WriteJobDescription;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How a batch becomes the columns of a written table: those in its files, and those that are its
 * folders.
 */
final class TableLayout {
  private final List<ColumnSource> data = new ArrayList<>();
  private final List<ColumnSource> partitions = new ArrayList<>();
  private final Map<ColumnSource.Constant, LiteralVector> constants = new HashMap<>();

  /**
   * The layout of a job's table.
   *
   * @param sources where its columns come from, in the order of all columns
   */
  TableLayout(WriteJobDescription description, List<ColumnSource> sources) {
    List<Attribute> columns =
        new ArrayList<>(CollectionConverters.asJava(description.allColumns()));
    List<Attribute> folders =
        new ArrayList<>(CollectionConverters.asJava(description.partitionColumns()));
    Set<Long> folderIds =
        folders.stream().map(column -> column.exprId().id()).collect(Collectors.toSet());
    Map<Long, ColumnSource> byId = new HashMap<>();
    for (int column = 0; column < columns.size(); column++) {
      long id = columns.get(column).exprId().id();
      byId.put(id, sources.get(column));
      if (!folderIds.contains(id)) {
        data.add(sources.get(column));
      }
    }
    folders.forEach(folder -> partitions.add(byId.get(folder.exprId().id())));
  }

  /** The files' columns; places are left empty for those that the batch does not have. */
  ColumnVector[] data(ColumnarBatch batch) {
    return columns(data, batch);
  }

  /** The columns that are folders. */
  ColumnVector[] partitions(ColumnarBatch batch) {
    return columns(partitions, batch);
  }

  /** The places of the files' columns that come from the input's files by these names. */
  List<Integer> places(List<String> stored) {
    return stored.stream().map(name -> data.indexOf(new ColumnSource.Stored(name))).toList();
  }

  private ColumnVector[] columns(List<ColumnSource> sources, ColumnarBatch batch) {
    ColumnVector[] columns = new ColumnVector[sources.size()];
    for (int column = 0; column < columns.length; column++) {
      ColumnSource source = sources.get(column);
      if (source instanceof ColumnSource.Batch from) {
        columns[column] = batch.column(from.ordinal());
      } else if (source instanceof ColumnSource.Constant constant) {
        columns[column] =
            constants.computeIfAbsent(constant, key -> LiteralVector.of(key.value(), key.type()));
      }
    }
    return columns;
  }
}
