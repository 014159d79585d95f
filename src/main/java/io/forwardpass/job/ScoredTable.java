package io.forwardpass.job;

import io.forwardpass.spark.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** The output's columns: those that are kept, then the predictions. */
record ScoredTable(ScoreOptions options, Scorer scorer) {

  Dataset<Row> of(Dataset<Row> table) {
    List<String> columns = Arrays.asList(table.columns());
    boolean all = options.keep().equals(ScoreOptions.ALL);
    List<String> keep = all ? columns.stream().map(ColumnName::quoted).toList() : options.keep();
    ColumnName.check(ScoreOption.KEEP, keep, columns);

    Dataset<Row> needed = table.select(needed(columns, keep));
    StructType predictions = scorer.outputColumns(needed.schema());
    checkRepeats(needed.select(columns(keep)).columns(), predictions);
    List<String> selected = new ArrayList<>(keep);
    Arrays.stream(predictions.fieldNames()).map(ColumnName::quoted).forEach(selected::add);

    Dataset<Row> scored = scorer.score(needed).select(columns(selected));
    ColumnName.check(
        ScoreOption.PARTITION_BY, options.partitionBy(), Arrays.asList(scored.columns()));
    return scored;
  }

  /**
   * The table's columns that are kept or that features come from, so that a column which the output
   * does not have cannot clash with it. All of them where a feature is not found: the scorer then
   * says so and lists them.
   */
  private Column[] needed(List<String> columns, List<String> keep) {
    Set<String> roots = new LinkedHashSet<>();
    keep.forEach(name -> roots.add(ColumnName.root(name)));
    for (String name : options.features()) {
      String withoutWidth = name.replaceAll("\\[\\d+]$", "");
      roots.add(columns.contains(name) ? name : ColumnName.root(withoutWidth));
    }
    boolean known = roots.stream().allMatch(root -> ColumnName.in(columns, root).isPresent());
    return columns(
        columns.stream()
            .filter(column -> !known || ColumnName.in(roots, column).isPresent())
            .map(ColumnName::quoted)
            .toList());
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  private static void checkRepeats(String[] kept, StructType predictions) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> names = new ArrayList<>(Arrays.asList(kept));
    names.addAll(Arrays.asList(predictions.fieldNames()));
    for (String name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw JobException.repeatedColumn(name);
      }
    }
  }
}
