package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
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
    List<String> keep = keep(table, columns);
    List<String> scored = new ArrayList<>(options.features());
    if (!options.labelColumn().isEmpty()) {
      scored.add(options.labelColumn());
    }
    Dataset<Row> needed = table.select(needed(columns, keep, scored));
    StructType predictions = scorer.outputColumns(needed.schema());
    checkRepeats(needed.select(columns(keep)).columns(), predictions);
    List<String> selected = new ArrayList<>(keep);
    Arrays.stream(predictions.fieldNames()).map(ColumnName::quoted).forEach(selected::add);
    return scorer.score(needed).select(columns(selected));
  }

  /** The columns to keep, as Spark finds them. */
  private List<String> keep(Dataset<Row> table, List<String> columns) {
    if (options.keep().equals(ScoreOptions.ALL)) {
      return columns.stream().map(ColumnName::quoted).toList();
    }
    List<String> keep = new ArrayList<>();
    for (String name : options.keep()) {
      keep.add(
          ColumnName.find(table, name)
              .orElseThrow(
                  () ->
                      ColumnName.in(columns, ColumnName.root(name)).isPresent()
                          ? JobException.noSuchField(ScoreOption.KEEP, name, ColumnName.root(name))
                          : JobException.noSuchColumn(
                              ScoreOption.KEEP, ColumnName.root(name), columns)));
    }
    return keep;
  }

  /**
   * The table's columns that are kept or that scoring may need, so that a column which the output
   * does not have cannot clash with it. All of them where one that it needs is not found: the
   * scorer then says so and lists them.
   *
   * @param scored the features, and the column of the true labels if there is one
   */
  static Column[] needed(List<String> columns, List<String> keep, List<String> scored) {
    Set<String> roots = new LinkedHashSet<>();
    keep.forEach(name -> roots.add(ColumnName.root(name)));
    boolean known = true;
    for (String name : scored) {
      String plain = name.replaceAll("\\[\\d+]$", "");
      List<String> readings = List.of(name, plain, ColumnName.root(plain));
      known &= readings.stream().anyMatch(reading -> ColumnName.in(columns, reading).isPresent());
      roots.addAll(readings);
    }
    boolean all = !known;
    return columns(
        columns.stream()
            .filter(column -> all || ColumnName.in(roots, column).isPresent())
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
