package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.report.ScoringReport;
import io.forwardpass.report.ScoringReport.Status;
import io.forwardpass.spark.ModelFile;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.ScoringStatistics;
import io.forwardpass.spark.batch.OnInvalid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * One run of {@code score}: everything that can be refused is refused before the cluster works, the
 * output appears when it is complete, the report comes last.
 */
final class ScoringRun {
  /** What some editors put before the first letter of a UTF-8 file. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ScoreOptions options;
  private final Settings settings;
  private final Configuration hadoop;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Phases phases = new Phases();
  private final Instant started = Instant.now();

  private String applicationId = "";
  private ScoringReport.Model modelReport;

  ScoringRun(
      ScoreOptions options,
      Settings settings,
      Configuration hadoop,
      PrintWriter out,
      PrintWriter err) {
    this.options = options;
    this.settings = settings;
    this.hadoop = hadoop;
    this.out = out;
    this.err = err;
    this.modelReport = ScoringReport.Model.unread(options.model());
  }

  /** Throws what went wrong, once it stands in the report that {@code --report} asks for. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  ExitCode run() {
    try {
      return score();
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      if (!options.report().isEmpty() && !options.dryRun()) {
        reportFailure(e);
      }
      throw e;
    }
  }

  private void reportFailure(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    ScoringStatistics nothing = ScoringStatistics.none(List.of());
    try {
      if (ReportFile.isInOutput(options, hadoop)) {
        noReport("a run that fails writes nothing into its output");
        return;
      }
      ReportFile.write(
          report(Status.FAILED, failure.code(), failure.message(), nothing),
          options.report(),
          hadoop);
    } catch (RuntimeException e) {
      thrown.addSuppressed(e);
      noReport(Failure.describe(e.getCause() == null ? e : e.getCause()));
    }
  }

  private void noReport(String reason) {
    err.println("forwardpass: " + JobException.noReportOfFailure(options.report(), reason));
  }

  private ExitCode score() {
    ModelFile file = phases.time("load_model", () -> InspectCommand.file(options.model(), hadoop));
    ModelSummary model =
        phases.time(
            "load_model",
            () -> new ModelSummary(file.uri(), KerasModel.read(file.content(), file.uri())));
    modelReport = model.report(List.of());
    List<String> labels = phases.time("check", () -> labels(model));
    Output output = phases.time("check", () -> checkedOutput());
    if (output.isSkipped()) {
      return skip(output);
    }
    SparkSession spark = phases.time("start_spark", () -> Session.open(options));
    applicationId = spark.sparkContext().applicationId();
    phases.time("plan", () -> checkFormats(spark));
    Dataset<Row> table = phases.time("plan", () -> table(spark));
    Scorer scorer = phases.time("plan", () -> scorer(spark, file, model.model(), labels));
    modelReport = model.report(scorer.classes());
    Dataset<Row> scored = phases.time("plan", () -> scored(table, scorer));
    output.checkTypes(scored.schema());
    if (options.dryRun()) {
      new DryRun(options, settings, model, output).print(scored, out);
      return ExitCode.OK;
    }
    phases.time(
        "score_and_write",
        () -> {
          output.write(scored);
          return output;
        });
    return succeed(output, scorer.statistics(), scored);
  }

  private List<String> labels(ModelSummary model) {
    List<String> labels =
        options.labelsFile().isEmpty() ? options.labels() : readLabels(options.labelsFile());
    Scorer.checkLabels(model.model(), options.model(), labels);
    return labels;
  }

  private List<String> readLabels(String uri) {
    Place place = Place.of("labels file", uri, hadoop);
    if (!place.isFile()) {
      throw JobException.noSuchFile("labels file", uri);
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(place.files().open(place.path()), StandardCharsets.UTF_8))) {
      List<String> labels =
          lines
              .lines()
              .map(line -> line.replace(BYTE_ORDER_MARK, "").strip())
              .filter(line -> !line.isEmpty())
              .toList();
      if (labels.isEmpty()) {
        throw JobException.noLabels(uri);
      }
      return labels;
    } catch (IOException e) {
      throw JobException.unreadable("labels file", uri, e);
    }
  }

  private Output checkedOutput() {
    List<Path> inputs = new ArrayList<>();
    for (String uri :
        ScoreOptions.isFileFormat(options.format()) ? options.input() : List.<String>of()) {
      List<Path> matches = Place.of("input", uri, hadoop).matches();
      if (matches.isEmpty()) {
        throw JobException.noSuchInput(uri);
      }
      inputs.addAll(matches);
    }
    Output output = new Output(options, hadoop);
    output.check(inputs);
    return output;
  }

  private SparkSession checkFormats(SparkSession spark) {
    checkFormat(spark, ScoreOption.FORMAT, options.format());
    checkFormat(spark, ScoreOption.OUTPUT_FORMAT, options.outputFormat());
    return spark;
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private void checkFormat(SparkSession spark, ScoreOption option, String format) {
    try {
      spark.read().format(format).load();
    } catch (Exception e) {
      // Spark looks for the format first; without a path or options, what it says next is no news.
      if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("find data source")
          || String.valueOf(e.getMessage()).startsWith("[DATA_SOURCE_NOT_FOUND]")) {
        throw settings.bad(
            option,
            "parquet, orc, csv, json, or another format whose jar spark-submit is given with --packages or --jars");
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Dataset<Row> table(SparkSession spark) {
    DataFrameReader reader = spark.read().format(options.format()).options(options.inputOptions());
    Dataset<Row> table = load(reader);
    if (options.where().isEmpty()) {
      return table;
    }
    try {
      return table.filter(options.where());
    } catch (Exception e) {
      throw JobException.badFilter(options.where(), String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Dataset<Row> load(DataFrameReader reader) {
    try {
      return options.input().isEmpty()
          ? reader.load()
          : reader.load(options.input().toArray(String[]::new));
    } catch (Exception e) {
      String condition = e instanceof SparkThrowable spark ? spark.getCondition() : "";
      if ("UNABLE_TO_INFER_SCHEMA".equals(condition)) {
        throw JobException.noDataFiles(String.join(",", options.input()));
      } else if ("COLUMN_ALREADY_EXISTS".equals(condition)) {
        throw JobException.repeatedInput(JobException.oneLine(e.getMessage()));
      }
      throw e;
    }
  }

  private Scorer scorer(SparkSession spark, ModelFile file, KerasModel model, List<String> labels) {
    Scorer scorer =
        Scorer.of(spark, file, model)
            .features(options.features())
            .probabilities(options.probabilities())
            .predictionCol(options.predictionCol())
            .onInvalid(options.onInvalid());
    if (!labels.isEmpty()) {
      scorer = scorer.labels(labels);
    }
    return options.batchSize() == 0 ? scorer : scorer.batchSize(options.batchSize());
  }

  /** The output's columns: those that are kept, then the predictions. */
  private Dataset<Row> scored(Dataset<Row> table, Scorer scorer) {
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

  private ExitCode skip(Output output) {
    boolean asked = !options.report().isEmpty() && !options.dryRun();
    if (asked && !ReportFile.isInOutput(options, hadoop)) {
      ReportFile.write(
          report(Status.SKIPPED, ExitCode.OK, "", ScoringStatistics.none(List.of())),
          output.report(),
          hadoop);
    }
    out.printf(
        "The output %s exists and was left as it is (--mode ignore); nothing was scored.%n",
        options.output());
    out.flush();
    return ExitCode.OK;
  }

  private ExitCode succeed(Output output, ScoringStatistics statistics, Dataset<Row> scored) {
    ScoringReport report = report(Status.SUCCEEDED, ExitCode.OK, "", statistics);
    String place = output.report();
    if (!place.isEmpty()) {
      ReportFile.write(report, place, hadoop);
    }
    if (options.show() > 0) {
      out.println(new ScoredRows(scored, options.show()));
    }
    summary(report, place).forEach(out::println);
    out.flush();
    return ExitCode.OK;
  }

  private List<String> summary(ScoringReport report, String place) {
    ScoringReport.Rows rows = report.rows();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Rows: %,d in, %,d scored, %,d invalid, %,d written"
            .formatted(rows.in(), rows.scored(), rows.invalid(), rows.out()));
    rows.invalidByColumn()
        .forEach(
            (column, reasons) ->
                reasons.forEach(
                    (reason, count) ->
                        lines.add(
                            "  invalid: %s %s in %,d rows".formatted(column, reason, count))));
    report
        .classes()
        .forEach(
            (label, count) -> lines.add("  predicted: %s in %,d rows".formatted(label, count)));
    lines.add(
        "Speed: %,.0f rows a second (scoring and writing took %.1f s)"
            .formatted(
                report.rowsPerSecond(), report.seconds().getOrDefault("score_and_write", 0.0)));
    lines.add(
        "Output: %s (%s)"
            .formatted(
                options.output().isEmpty() ? "none" : options.output(), options.outputFormat()));
    if (!place.isEmpty()) {
      lines.add("Report: " + place);
    }
    return lines;
  }

  private ScoringReport report(
      Status status, ExitCode code, String message, ScoringStatistics statistics) {
    Map<String, Double> seconds = phases.seconds();
    double scoring = seconds.getOrDefault("score_and_write", 0.0);
    return new ScoringReport(
        status,
        code.code(),
        message,
        code.retryable(),
        started,
        Instant.now(),
        applicationId,
        modelReport,
        settings.shown(),
        rows(statistics),
        statistics.classes(),
        statistics.meanConfidence(),
        statistics.partitions(),
        statistics.batches(),
        statistics.modelLoads(),
        seconds,
        taskSeconds(statistics),
        scoring > 0 ? statistics.rows() / scoring : 0,
        Versions.all());
  }

  private ScoringReport.Rows rows(ScoringStatistics statistics) {
    boolean dropped = options.onInvalid() == OnInvalid.DROP;
    return new ScoringReport.Rows(
        statistics.rows(),
        statistics.scored(),
        statistics.invalidRows(),
        dropped ? statistics.scored() : statistics.rows(),
        statistics.invalid());
  }

  private static Map<String, Double> taskSeconds(ScoringStatistics statistics) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("load_model", Phases.seconds(statistics.modelLoadNanos()));
    seconds.put("features", Phases.seconds(statistics.featureNanos()));
    seconds.put("forward", Phases.seconds(statistics.forwardNanos()));
    return seconds;
  }
}
