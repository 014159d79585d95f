package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.Resolver;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** The columns of {@code --partition-by}, which become folders. */
record PartitionColumns(List<String> names) {

  /** Throws where they cannot be the folders of a table of this schema. */
  void check(StructType table) {
    List<String> columns = Arrays.asList(table.fieldNames());
    Set<String> seen = Resolver.active().names();
    for (String name : names) {
      String column = ColumnName.in(columns, name).orElseThrow(() -> missing(name, columns));
      if (!seen.add(column)) {
        throw JobException.repeatedPartition(column);
      }
      if (Output.isNested(table.apply(column).dataType())) {
        throw JobException.badPartition(
            column, "is of type " + table.apply(column).dataType().simpleString());
      }
    }
    if (!names.isEmpty() && seen.size() == columns.size()) {
      throw JobException.onlyPartitions(columns);
    }
  }

  /**
   * As a table of this schema spells them: Spark would call the folders as the user does, and find
   * two columns where two users differ in case.
   */
  List<String> in(StructType table) {
    List<String> columns = Arrays.asList(table.fieldNames());
    return names.stream().map(name -> ColumnName.in(columns, name).orElse(name)).toList();
  }

  private static JobException missing(String name, List<String> columns) {
    return ColumnName.in(columns, ColumnName.root(name)).isPresent()
        ? JobException.badPartition(name, "is a field of a column")
        : JobException.noPartitionColumn(name, columns);
  }
}
