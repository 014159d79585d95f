package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.ScoringStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The rows that a run does not score and keeps for someone to look at: the table's own columns,
 * then why. It is replaced, and added to, as the output is.
 *
 * @param run the options of the run
 */
record Quarantine(ScoreOptions run, Configuration hadoop) {
  private static final String REASON = "quarantine_reason";
  private static final String COLUMN = "quarantine_column";
  private static final String RUN_ID = "run_id";
  private static final int LOOKED_AT = 10;

  /** Empty where the run has none. */
  static Optional<Quarantine> of(ScoreOptions options, Configuration hadoop) {
    return options.quarantine().isEmpty()
        ? Optional.empty()
        : Optional.of(new Quarantine(options, hadoop));
  }

  private Place place() {
    return Place.of("quarantine", run.quarantine(), hadoop);
  }

  /** Throws what can be said without a look at what is there. */
  void check(Sources sources) {
    if (ScoreOptions.isFileFormat(run.outputFormat())) {
      Place output = Place.of("output", run.output(), hadoop);
      if (Place.overlap(output.path(), place().path())) {
        throw JobException.overlap(output, "quarantine", run.quarantine());
      }
    }
    Output.check(run.ofQuarantine(run.slice().columns()), sources, hadoop);
  }

  OutputLock lock(Consumer<String> notes) {
    return Output.lock(run.ofQuarantine(run.slice().columns()), hadoop, notes);
  }

  /** Throws where the rows of a table cannot be written, or what is there is something else. */
  void check(SparkSession spark, Scorer scorer, Dataset<Row> table, String runId) {
    // Some of them, as a torn one tells nothing.
    List<Path> files = new ExistingOutput(place()).dataFiles(LOOKED_AT);
    if (!files.isEmpty() && files.stream().noneMatch(file -> isQuarantine(spark, file))) {
      throw JobException.notAQuarantine(run.quarantine(), files.get(0).toString(), REASON);
    }
    ScoringStatistics none = ScoringStatistics.none(List.of());
    output(table).check(spark, rows(scorer, table, runId, none).schema());
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private static boolean isQuarantine(SparkSession spark, Path file) {
    try {
      String[] columns = spark.read().parquet(Place.literal(file)).columns();
      return Arrays.asList(columns).containsAll(List.of(REASON, COLUMN, RUN_ID));
    } catch (Exception notParquet) {
      return false;
    }
  }

  /** In folders by those of the run's that the table has, so that a slice can be replaced. */
  private Output output(Dataset<Row> table) {
    List<String> columns = Arrays.asList(table.columns());
    List<String> folders =
        run.partitionColumns().stream()
            .filter(column -> ColumnName.in(columns, column).isPresent())
            .map(ColumnName::quoted)
            .toList();
    return new Output(run.ofQuarantine(folders), hadoop);
  }

  private static Dataset<Row> rows(
      Scorer scorer, Dataset<Row> table, String runId, ScoringStatistics counted) {
    for (String added : List.of(REASON, COLUMN, RUN_ID)) {
      ColumnName.in(Arrays.asList(table.columns()), added)
          .ifPresent(
              column -> {
                throw JobException.quarantineClash(column);
              });
    }
    return scorer
        .quarantined(table, REASON, COLUMN, counted)
        .withColumn(RUN_ID, functions.lit(runId));
  }

  /**
   * Writes the rows, looking at the table once more where there are any.
   *
   * @param counted when the table was scored
   */
  void write(Scorer scorer, Dataset<Row> table, String runId, ScoringStatistics counted) {
    Dataset<Row> rows = rows(scorer, table, runId, counted);
    output(table).write(counted.quarantined() == 0 ? rows.limit(0) : rows, () -> {});
  }
}
