package io.forwardpass.job;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.keras.KerasModel;
import io.forwardpass.profile.Profile;
import io.forwardpass.registry.ModelUri;
import io.forwardpass.registry.ModelVersion;
import io.forwardpass.report.DriftReport;
import io.forwardpass.report.ScoringReport;
import io.forwardpass.report.ScoringReport.Status;
import io.forwardpass.spark.ModelFile;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.ScoringStatistics;
import io.forwardpass.spark.batch.Expectations;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Help.Ansi;

/**
 * One run of {@code score}: everything that can be refused is refused before the cluster works, the
 * output appears when it is complete, the report comes last.
 */
final class ScoringRun {
  private final ScoreOptions options;
  private final Settings settings;
  private final Sidecar sidecar;
  private final Sources sources;
  private final Configuration hadoop;
  private final PrintWriter out;
  private final JobLog log;
  private final Phases phases = new Phases();
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final String runId;
  private final Optional<Quarantine> quarantine;

  private String applicationId = "";
  private ScoringReport.Model modelReport;
  private Map<String, Expectations> expectations = Map.of();
  private Counted counted = Counted.NOTHING;
  private final SkippedFiles skippedFiles;
  private ScoringReport.Registry registry = ScoringReport.Registry.NONE;

  /** Whether the report was written, or could not be: it is not tried again. */
  private boolean reported;

  ScoringRun(Job job, String runId, PrintWriter out, JobLog log) {
    this.options = job.options();
    this.settings = job.settings();
    this.sidecar = job.sidecar();
    this.sources = job.sources();
    this.hadoop = job.hadoop();
    this.out = out;
    this.log = log;
    this.runId = runId;
    this.skippedFiles = new SkippedFiles(options, this::warn);
    this.quarantine = Quarantine.of(options, hadoop);
    this.modelReport = ScoringReport.Model.unread(Secrets.hidden(options.model()));
  }

  /** A run that speaks in text, and whose name is the user's or none: it is planned, not done. */
  ScoringRun(Job job, PrintWriter out, PrintWriter err) {
    this(job, job.options().runId(), out, new JobLog.Text(err));
  }

  /** Throws what went wrong, once it stands in the report that {@code --report} asks for. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  ExitCode run() {
    try {
      return score();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      if (!options.report().isEmpty() && !options.dryRun() && !reported) {
        reportFailure(e);
      }
      throw e;
    }
  }

  private void reportFailure(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    try {
      if (ReportFile.isInOutput(options, hadoop)) {
        noReport("a run that fails writes nothing into its output");
        return;
      }
      ReportFile.write(
          report(Status.FAILED, failure.code(), failure.message()), options.report(), hadoop);
    } catch (RuntimeException e) {
      thrown.addSuppressed(e);
      noReport(Failure.describe(e.getCause() == null ? e : e.getCause()));
    }
  }

  private void noReport(String reason) {
    warn(JobException.noReportOfFailure(options.report(), reason));
  }

  private ExitCode score() {
    Prepared prepared = prepare();
    try (OutputLock lock = phases.time("lock", () -> Output.lock(options, hadoop, this::warn));
        OutputLock second = phases.time("lock", this::lockQuarantine)) {
      return score(
          prepared,
          () -> {
            lock.check();
            second.check();
          });
    }
  }

  /** What a run knows before Spark is there. */
  private record Prepared(
      ModelFile file,
      ModelSummary model,
      List<String> labels,
      Optional<ReferenceProfile> reference) {}

  /** Reads what is small, and refuses what can be refused without the table. */
  private Prepared prepare() {
    ModelFile file = phases.time("load_model", this::modelFile);
    ModelSummary model = phases.time("load_model", () -> summary(file));
    model.model().warnings().forEach(this::warn);
    modelReport = model.report(List.of());
    return phases.time("check", () -> prepared(file, model));
  }

  private Prepared prepared(ModelFile file, ModelSummary model) {
    sidecar.check(model.model(), options.model());
    Prepared prepared = new Prepared(file, model, labels(model), reference());
    checkInput();
    Output.check(options, sources, hadoop);
    quarantine.ifPresent(place -> place.check(sources));
    expectations = sidecar.expectations(options.expectations(), options.features());
    return prepared;
  }

  private OutputLock lockQuarantine() {
    return quarantine.map(place -> place.lock(this::warn)).orElseGet(OutputLock::none);
  }

  private static ModelSummary summary(ModelFile file) {
    return new ModelSummary(file.uri(), KerasModel.read(file.content(), file.uri()));
  }

  /** Plans the run on the driver alone and tells what it takes. */
  ExitCode explain() {
    explanation().print(out);
    return ExitCode.OK;
  }

  /** The run as it is planned; no executor works, and nothing is written. */
  Explanation explanation() {
    Prepared prepared = prepare();
    SparkSession spark = Session.planning(options);
    Dataset<Row> table = skippedFiles.without(new InputTable(spark, options, settings).readAll());
    Scorer scorer = scorer(spark, prepared);
    Dataset<Row> scored = scored(scorer, prepared.model(), table);
    Output output = new Output(options, hadoop);
    output.check(spark, scored.schema());
    output.obstacle().ifPresent(obstacle -> warn(JobException.wouldFail(obstacle)));
    quarantine.ifPresent(place -> place.check(spark, scorer, table, runId));
    return new Explanation(
        options, prepared.model(), scorer, Session.executors(spark), table, scored);
  }

  /**
   * @param locks throws where another run may be writing
   */
  private ExitCode score(Prepared prepared, Runnable locks) {
    Output output = new Output(options, hadoop);
    phases.time("check", output::checkExisting);
    if (output.isSkipped()) {
      return skip(output);
    } else if (output.isAtRest()) {
      return rest(output);
    }
    // On the driver; executors replay them where they build the model.
    phases.time(
        "golden_rows", () -> sidecar.golden().check(prepared.model().model(), options.model()));
    SparkSession spark = phases.time("start_spark", () -> Session.open(options));
    applicationId = spark.sparkContext().applicationId();
    if (output.isSkipped(spark)) {
      return skip(output);
    }
    // What tasks log says so in its context, on whatever executor.
    spark.sparkContext().setLocalProperty("mdc.run_id", runId);
    spark.sparkContext().setLocalProperty("mdc.model", Secrets.hidden(options.model()));
    InputTable input = new InputTable(spark, options, settings);
    Supplier<Scored> plan = () -> scored(input, spark, prepared);
    Scored scored = phases.time("plan", plan);
    phases.time("plan", () -> output.check(spark, scored.table().schema()));
    quarantine.ifPresent(
        place ->
            phases.time("plan", () -> place.check(spark, scored.scorer(), scored.input(), runId)));
    if (options.dryRun()) {
      new DryRun(options, settings, prepared.model(), output).print(scored.table(), out);
      return ExitCode.OK;
    }
    write(output, scored, plan, locks);
    return ExitCode.OK;
  }

  /** The table that comes in, the one that is written, and who counts its rows. */
  private record Scored(Prepared prepared, Dataset<Row> input, Dataset<Row> table, Scorer scorer) {}

  private Scored scored(InputTable input, SparkSession spark, Prepared prepared) {
    Dataset<Row> table = skippedFiles.without(input.read());
    Scorer scorer = scorer(spark, prepared);
    modelReport = prepared.model().report(scorer.classes());
    return new Scored(prepared, table, scored(scorer, prepared.model(), table), scorer);
  }

  /**
   * Writes the table; once more, without the files that cannot be read, where there are such.
   *
   * @param plan makes the table anew
   */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private void write(Output output, Scored scored, Supplier<Scored> plan, Runnable locks) {
    try {
      write(output, scored, locks);
    } catch (Exception e) {
      checkLocks(locks, e);
      if (!phases.time("check_files", () -> skippedFiles.look(scored.table(), e))) {
        throw e;
      }
      write(output, phases.time("plan", plan), locks);
    }
  }

  /** A run whose place another has taken fails in many ways. */
  private static void checkLocks(Runnable locks, Exception failure) {
    try {
      locks.run();
    } catch (JobException lost) {
      lost.addSuppressed(failure);
      throw lost;
    }
  }

  private void write(Output output, Scored scored, Runnable locks) {
    Runnable verdict =
        () -> {
          counted = count(scored);
          Gates.check(counted.gates());
          quarantine.ifPresent(
              place -> place.write(scored.scorer(), scored.input(), runId, counted.statistics()));
          locks.run();
        };
    WrittenRows written =
        phases.time(
            "score_and_write", () -> write(output, scored.table(), scored.scorer(), verdict));
    counted = count(scored);
    succeed(output, () -> show(() -> written.read(scored.table())));
  }

  /** Counts what the reference has counted, where there is one. */
  private Scorer scorer(SparkSession spark, Prepared prepared) {
    Scorer scorer = scorer(spark, prepared.file(), prepared.model(), prepared.labels());
    if (prepared.reference().isEmpty()) {
      return scorer;
    }
    ReferenceProfile reference = prepared.reference().get();
    reference.check(options.features(), scorer.classes());
    reference.otherModel(scorer.model().sha256()).ifPresent(this::warn);
    return scorer.histograms(reference.profile().edges());
  }

  private Counted count(Scored scored) {
    Scorer scorer = scored.scorer();
    ScoringStatistics statistics = scorer.statistics();
    Prepared prepared = scored.prepared();
    DriftReport drift =
        prepared
            .reference()
            .map(other -> other.drift(profile(scorer, prepared.model(), statistics)))
            .orElse(DriftReport.NONE);
    return new Counted(
        statistics,
        drift,
        scorer.evaluation().orElse(Evaluation.NONE),
        options.gates().verdicts(statistics, drift.drift()));
  }

  /** What the rows were like that a scorer has scored. */
  static Profile profile(Scorer scorer, ModelSummary model, ScoringStatistics statistics) {
    return new Profile(
        new Profile.Model(model.name(), model.model().sha256()),
        statistics.rows(),
        scorer.featureProfiles(),
        statistics.classes(),
        statistics.confidences());
  }

  private Optional<ReferenceProfile> reference() {
    return options.profile().isEmpty()
        ? Optional.empty()
        : Optional.of(ReferenceProfile.read(options.profile(), hadoop));
  }

  private WrittenRows write(Output output, Dataset<Row> scored, Scorer scorer, Runnable verdict) {
    Progress progress =
        new Progress(
            scored.sparkSession().sparkContext(),
            log.lines(),
            Ansi.AUTO.enabled() && !options.jsonLog(),
            () -> scorer.statistics().rows());
    try {
      return output.write(scored, verdict);
    } finally {
      progress.close();
    }
  }

  ModelFile modelFile() {
    if (!ModelUri.isOne(options.model())) {
      return InspectCommand.file(options.model(), options.weights(), hadoop)
          .computedBy(options.modelBackend());
    }
    RegistryModel model =
        RegistryModel.of(options.model(), options.weights(), options.registry(), System.getenv());
    Optional<ScoringReport.Registry> earlier =
        ReportFile.toRetry(options, hadoop).filter(model::isAliasOf);
    // In the report of this run too, should it fail before the registry answers.
    registry = earlier.orElse(registry);
    earlier.ifPresent(same -> warn(JobException.sameVersion(same, options.report())));
    ModelVersion version = earlier.map(model::version).orElseGet(model::version);
    registry = model.report(version);
    return model.file(version, hadoop).computedBy(options.modelBackend());
  }

  private Dataset<Row> scored(Scorer scorer, ModelSummary model, Dataset<Row> table) {
    sidecar.check(table);
    Dataset<Row> scored = new ScoredTable(options, scorer).of(table);
    return options.provenance()
        ? new Provenance(model.name(), model.model().sha256(), runId, started).on(scored)
        : scored;
  }

  List<String> labels(ModelSummary model) {
    List<String> labels =
        options.labelsFile().isEmpty()
            ? options.labels()
            : LabelsFile.read(options.labelsFile(), hadoop);
    Scorer.checkLabels(model.model(), options.model(), labels);
    sidecar.checkLabels(labels, settings.place(ScoreOption.LABELS));
    return labels;
  }

  void checkInput() {
    for (String uri :
        ScoreOptions.isFileFormat(options.format()) ? options.input() : List.<String>of()) {
      Place place = Place.of("input", uri, hadoop);
      if (place.matches().isEmpty()) {
        throw JobException.noSuchInput(uri);
      } else if (TableFormat.isDelta(place)) {
        throw JobException.deltaAsFiles("input", uri, ScoreOption.FORMAT);
      }
    }
  }

  Scorer scorer(SparkSession spark, ModelFile file, ModelSummary model, List<String> labels) {
    Scorer scorer =
        Scorer.of(spark, file, model.model())
            .features(options.features())
            .probabilities(options.probabilities())
            .predictionCol(options.predictionCol())
            .onInvalid(options.onInvalid())
            .expectations(expectations)
            .goldenRows(sidecar.golden())
            .labelCol(options.labelColumn())
            .padSequences(
                options.padSequences(),
                options.maxLength() == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(options.maxLength()));
    if (!labels.isEmpty()) {
      scorer = scorer.labels(labels);
    }
    if (!options.keep().equals(ScoreOptions.ALL)) {
      scorer = scorer.keep(options.keep());
    }
    return options.batchSize() == 0 ? scorer : scorer.batchSize(options.batchSize());
  }

  private ExitCode skip(Output output) {
    boolean asked = !options.report().isEmpty() && !options.dryRun();
    if (asked && !ReportFile.isInOutput(options, hadoop)) {
      reported = true;
      ReportFile.write(report(Status.SKIPPED, ExitCode.OK, ""), output.report(), hadoop);
    }
    out.printf(
        Locale.ROOT,
        "The output %s exists and was left as it is (--mode ignore); nothing was scored.%n",
        options.output());
    out.flush();
    return ExitCode.OK;
  }

  private ExitCode rest(Output output) {
    out.printf(
        Locale.ROOT,
        "Nothing is left in %s, and what was there is scored; there is nothing to do.%n",
        Secrets.hidden(options.input().get(0)));
    out.flush();
    if (!options.dryRun()) {
      succeed(output, () -> {});
    }
    return ExitCode.OK;
  }

  /**
   * @param show what is shown of the rows
   */
  private void succeed(Output output, Runnable show) {
    ScoringReport report = report(Status.SUCCEEDED, ExitCode.OK, "");
    String place = output.report();
    if (!output.isThere()) {
      throw JobException.outputGone(options.output());
    }
    if (!place.isEmpty()) {
      reported = true;
      ReportFile.write(report, place, hadoop);
    }
    show.run();
    out.println(new RunSummary(report, options, place));
    out.flush();
  }

  /** The output is complete by now: whether its rows can be shown is no matter of the run's end. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private void show(Supplier<Dataset<Row>> written) {
    if (options.show() == 0) {
      return;
    }
    try {
      out.println(new ScoredRows(written.get(), options.show()));
    } catch (Exception e) {
      warn(JobException.notShown(Failure.of(e).message()));
    }
  }

  void warn(String line) {
    log.warn(Secrets.hidden(line));
  }

  private ScoringReport report(Status status, ExitCode code, String message) {
    ScoringStatistics statistics = counted.statistics();
    Map<String, Double> seconds = phases.seconds();
    double scoring = seconds.getOrDefault("score_and_write", 0.0);
    return new ScoringReport(
        status,
        code.code(),
        message,
        code.retryable(),
        started,
        Instant.now(),
        runId,
        applicationId,
        modelReport.from(registry),
        settings.shown(),
        counted.rows(status == Status.SUCCEEDED),
        new MetExpectations(expectations, statistics).report(),
        skippedFiles.list(),
        counted.gates(),
        statistics.classes(),
        statistics.meanConfidence(),
        statistics.confidences(),
        counted.drift(),
        counted.evaluation(),
        statistics.partitions(),
        statistics.batches(),
        statistics.modelLoads(),
        seconds,
        counted.taskSeconds(),
        scoring > 0 ? statistics.rows() / scoring : 0,
        Versions.all());
  }
}
