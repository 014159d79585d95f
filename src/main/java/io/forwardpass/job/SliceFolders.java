package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.Resolver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which folders of a partitioned table hold a slice: those of the first partition columns, down to
 * the last that the slice names, so that all below such a folder belongs to it.
 *
 * @param columns the table's partition columns, down to that last one, with their types
 */
record SliceFolders(SparkSession spark, Slice slice, StructType columns) {
  /** A name that no partition column has. */
  private static final String PATH = "/path";

  /**
   * @param partitionBy the table's partition columns, in the folders' order; all of the slice's are
   *     among them
   */
  static SliceFolders of(
      SparkSession spark, Slice slice, List<String> partitionBy, StructType table) {
    List<String> names = Arrays.asList(table.fieldNames());
    StructType columns = new StructType();
    StructType needed = new StructType();
    for (String column : partitionBy) {
      StructField field = table.apply(ColumnName.in(names, column).orElseThrow());
      columns = columns.add(field);
      needed = ColumnName.in(slice.columns(), column).isPresent() ? columns : needed;
    }
    return new SliceFolders(spark, slice, needed);
  }

  /** Those of a run's own below {@code root}; throws on rows that lie elsewhere. */
  List<String> written(FileSystem files, Path root) throws IOException {
    List<String> written = below(files, root);
    Set<String> known = new HashSet<>(written);
    List<Row> all = new ArrayList<>();
    find(files, root, List.of(), all);
    for (Row folder : all) {
      if (!known.contains(folder.getString(0))) {
        throw JobException.notOfSlice(folder.getString(0));
      }
    }
    return written;
  }

  /** The folders below {@code root}, each as a path relative to it. */
  List<String> below(FileSystem files, Path root) throws IOException {
    List<Row> folders = new ArrayList<>();
    find(files, root, List.of(), folders);
    StructType texts = new StructType().add(PATH, DataTypes.StringType);
    // A folder of something else is not one of rows without a value.
    Column isTyped = functions.lit(true);
    List<Column> typed = new ArrayList<>(List.of(functions.col(ColumnName.quoted(PATH))));
    for (StructField column : columns.fields()) {
      texts = texts.add(column.name(), DataTypes.StringType);
      Column text = functions.col(ColumnName.quoted(column.name()));
      Column value = text.try_cast(column.dataType());
      typed.add(value);
      isTyped = isTyped.and(text.isNull().or(value.isNotNull()));
    }
    Dataset<Row> matching =
        spark
            .createDataFrame(folders, texts)
            .filter(isTyped)
            .select(typed.toArray(Column[]::new))
            .toDF(texts.fieldNames())
            .filter(slice.condition(columns))
            .select(functions.col(ColumnName.quoted(PATH)));
    return matching.collectAsList().stream().map(row -> row.getString(0)).sorted().toList();
  }

  /** Adds a row for each folder at the depth of the last column: its path, then its values. */
  private void find(FileSystem files, Path folder, List<String> values, List<Row> found)
      throws IOException {
    if (values.size() == columns.size()) {
      List<String> row = new ArrayList<>(List.of(path(folder)));
      row.addAll(values);
      found.add(RowFactory.create(row.toArray()));
      return;
    } else if (!files.exists(folder)) {
      return;
    }
    for (FileStatus child : files.listStatus(folder)) {
      Optional<FolderName> name = FolderName.of(child.getPath().getName());
      String column = columns.apply(values.size()).name();
      if (child.isDirectory()
          && name.filter(n -> Resolver.active().same(n.column(), column)).isPresent()) {
        List<String> deeper = new ArrayList<>(values);
        deeper.add(name.get().value().orElse(null));
        find(files, child.getPath(), deeper, found);
      }
    }
  }

  /** The last names of the path, one for each column. */
  private String path(Path folder) {
    String path = folder.getName();
    for (int level = 1; level < columns.size(); level++) {
      folder = folder.getParent();
      path = folder.getName() + Path.SEPARATOR + path;
    }
    return path;
  }
}
