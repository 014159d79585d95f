package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.Resolver;
import io.forwardpass.spark.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The output's columns: those that are kept, then the predictions. */
record ScoredTable(ScoreOptions options, Scorer scorer) {

  Dataset<Row> of(Dataset<Row> table) {
    List<String> columns = Arrays.asList(table.columns());
    List<String> keep = keep(table, columns);
    List<String> inputs = new ArrayList<>(options.features());
    if (!options.labelColumn().isEmpty()) {
      inputs.add(options.labelColumn());
    }
    Dataset<Row> needed = table.select(needed(columns, keep, inputs));
    Dataset<Row> scored = scorer.score(needed);
    checkRepeats(needed.select(columns(keep)).columns());
    return scored;
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

  private static void checkRepeats(String[] kept) {
    Set<String> seen = Resolver.active().names();
    for (String name : kept) {
      if (!seen.add(name)) {
        throw JobException.repeatedColumn(name);
      }
    }
  }
}
