package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The rows of a run, read from where it wrote them. */
interface WrittenRows {
  /**
   * Reads the schema only, until an action asks for rows.
   *
   * @param scored the rows as they were to be written
   */
  Dataset<Row> read(Dataset<Row> scored);

  /** Of a sink that cannot be read: the rows are scored once more. */
  static WrittenRows scoredAgain() {
    return scored -> scored;
  }

  /** Of a folder that holds this run's rows only, beside those of other slices. */
  static WrittenRows allOf(ScoreOptions options, Place output) {
    return scored ->
        read(scored, options, output, List.of(output.path()))
            .filter(options.slice().condition(scored.schema()));
  }

  /** Of a folder that holds other rows already. */
  static WrittenRows newOf(ScoreOptions options, Place output) {
    Set<Path> before = dataFiles(output);
    return scored -> {
      Set<Path> written = dataFiles(output);
      written.removeAll(before);
      return written.isEmpty() ? scored.limit(0) : read(scored, options, output, written);
    };
  }

  private static Set<Path> dataFiles(Place output) {
    return new HashSet<>(new ExistingOutput(output).dataFiles(Integer.MAX_VALUE));
  }

  private static Dataset<Row> read(
      Dataset<Row> scored, ScoreOptions options, Place output, Collection<Path> paths) {
    DataFrameReader reader =
        scored
            .sparkSession()
            .read()
            .format(options.outputFormat())
            .options(options.outputOptions())
            .option("basePath", output.path().toString())
            .schema(scored.schema());
    return reader
        .load(paths.stream().map(Place::literal).toArray(String[]::new))
        .select(
            Arrays.stream(scored.columns())
                .map(ColumnName::quoted)
                .map(functions::col)
                .toArray(Column[]::new));
  }
}
