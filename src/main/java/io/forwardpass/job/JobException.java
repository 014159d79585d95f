package io.forwardpass.job;

import io.forwardpass.registry.ModelVersion;
import io.forwardpass.registry.RegisteredModel;
import io.forwardpass.report.ScoringReport;
import io.forwardpass.spark.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A run that ends for a reason which the user can mend. The message is one line: problem, place,
 * what was received, what is allowed, what to do. All of the command line's own messages are here.
 */
final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_LINE = 600;

  /** As many names stand in a message. */
  private static final int MOST_SHOWN = 10;

  /** What ends the part of Spark's messages that is for people. */
  private static final Pattern END =
      Pattern.compile("\\s*SQLSTATE: \\w{5}|\\n\\s+at |\\nDriver stacktrace:");

  private final ExitCode code;

  /** Values that a message quotes may hold line breaks; it stays one line. */
  JobException(ExitCode code, String message) {
    super(Printable.of(message));
    this.code = code;
  }

  JobException(ExitCode code, String message, Throwable cause) {
    super(Printable.of(message), cause);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }

  static JobException unknownOption(String received, Collection<String> known) {
    String name = received.split("=", 2)[0];
    return usage(
        "unknown option %s; the nearest known one is %s (--help lists them all)"
            .formatted(name, Nearest.to(name, known)));
  }

  static JobException unknownCommand(String received, Collection<String> known) {
    return usage(
        "unknown command '%s'; the nearest known one is '%s' (--help lists them all)"
            .formatted(received, Nearest.to(received, known)));
  }

  static JobException unexpectedArgument(String received) {
    return usage(
        "unexpected argument '%s'; options start with -- and a value with spaces needs quotes"
            .formatted(received));
  }

  static JobException unknownKey(String key, String place, Collection<String> known) {
    return usage(
        "unknown key '%s' (%s); the nearest known one is '%s' (conf/forwardpass.conf lists them all)"
            .formatted(key, place, Nearest.to(key, known)));
  }

  static JobException missing(ScoreOption option) {
    return usage(
        "%s is missing; give %s %s, or the key '%s' in the file of --config"
            .formatted(option.flag(), option.flag(), option.placeholder(), option.key()));
  }

  static JobException badValue(ScoreOption option, String place, String received, String allowed) {
    return usage("%s (%s) is '%s'; allowed: %s".formatted(option.key(), place, received, allowed));
  }

  static JobException badAssignment(String option, String received) {
    return usage("%s is '%s'; it takes key=value".formatted(option, received));
  }

  static JobException badSetting(String flag, String assignment, String reason) {
    return usage(
        "%s is '%s', whose value starts as a list, an object or a quoted text of HOCON and cannot be read as one: %s"
            .formatted(flag, assignment, wholeLine(reason)));
  }

  static JobException badExpectation(String path, String place, String received, String allowed) {
    return usage(
        "expectations.%s (%s) is '%s'; allowed: %s".formatted(path, place, received, allowed));
  }

  static JobException missingExpectation(String path, String allowed) {
    return usage("expectations.%s is missing; allowed: %s".formatted(path, allowed));
  }

  static JobException badExpectations(String feature, String reason) {
    return usage(
        "the expectations of '%s' contradict one another: %s; change one of them"
            .formatted(feature, reason));
  }

  static JobException unknownExpectation(String path, String place, String nearest, String known) {
    return usage(
        "unknown key expectations.%s (%s); did you mean '%s'? known: %s"
            .formatted(path, place, nearest, known));
  }

  static JobException needsQuarantine() {
    return usage(
        "rows are to go to the quarantine, and nothing says where that is; give its folder with --quarantine");
  }

  static JobException notAQuarantine(String uri, String file, String column) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the quarantine %s holds something else: %s has no column '%s'; give an empty folder, or that of an earlier quarantine"
            .formatted(uri, file, column));
  }

  static JobException quarantineClash(String name) {
    return new JobException(
        ExitCode.CONFIG,
        "the quarantine adds a column '%s', and the input has one of that name (Spark ignores case unless spark.sql.caseSensitive is true); rename it, or let the expectations drop rows"
            .formatted(name));
  }

  static JobException badKey(String flag, String received, String reason) {
    return usage(
        "%s has the key '%s', which is malformed: %s; write names with other signs than letters, digits, hyphens and underscores in double quotes"
            .formatted(flag, received, wholeLine(reason)));
  }

  static JobException badJobFile(String reason) {
    return usage("the job file cannot be understood: " + wholeLine(reason));
  }

  static JobException includeCycle(String file, String included) {
    return usage(
        "the job file %s includes %s, which includes it in turn; remove one of the includes"
            .formatted(file, included));
  }

  static JobException noSuchFile(String what, String uri) {
    return new JobException(
        ExitCode.NO_INPUT,
        "there is no %s at %s; give the URI of a file that exists".formatted(what, uri));
  }

  static JobException badModelUri(String uri) {
    return usage(
        "the model %s names none of a registry; allowed: models:/name@alias (the version that the alias points to) and models:/name/3 (this version)"
            .formatted(uri));
  }

  static JobException weightsOfRegistered(String uri, String weights) {
    return usage(
        "--weights %s cannot be used with the model %s, as a registered model has its weights; leave them out"
            .formatted(weights, uri));
  }

  static JobException noRegistry(String uri) {
    return usage(
        "the model %s is one of a registry, and no registry is named; give the address of the MLflow tracking server with --registry, or in the environment variable MLFLOW_TRACKING_URI"
            .formatted(uri));
  }

  /** What may be a user's name, a password or a token is not shown. */
  static JobException badRegistry(String place, String received) {
    return usage(
        "%s is '%s'; allowed: the address of an MLflow tracking server, such as https://mlflow.example.com, without a user or a query; credentials go into MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
            .formatted(
                place,
                received
                    .replaceAll("(?<=//).*@", "(hidden)@")
                    .replaceAll("(?<=\\?).+", "(hidden)")));
  }

  static JobException noSuchRegisteredModel(String name, String server, List<String> names) {
    return new JobException(
        ExitCode.NO_INPUT,
        "there is no registered model '%s' at %s; %s"
            .formatted(name, server, names.isEmpty() ? "it has none at all" : known(name, names)));
  }

  static JobException noSuchAlias(String alias, String server, RegisteredModel model) {
    String there =
        model.aliases().entrySet().stream()
            .map(entry -> "%s (version %s)".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return new JobException(
        ExitCode.NO_INPUT,
        "the registered model '%s' at %s has no alias '%s'; %s"
            .formatted(
                model.name(),
                server,
                alias,
                there.isEmpty()
                    ? "it has none, so name a version: " + newest(model)
                    : "it has " + there));
  }

  static JobException noSuchVersion(String uri, String server, RegisteredModel model) {
    return new JobException(
        ExitCode.NO_INPUT,
        "the registry at %s has no %s; %s".formatted(server, uri, newest(model)));
  }

  private static String newest(RegisteredModel model) {
    return model.newest().isEmpty()
        ? "the model has no version"
        : "the newest is models:/%s/%s".formatted(model.name(), model.newest());
  }

  static JobException versionNotReady(ModelVersion version, String server) {
    boolean pending = version.status().equals(ModelVersion.PENDING);
    return new JobException(
        pending ? ExitCode.UNAVAILABLE : ExitCode.NO_INPUT,
        "%s at %s cannot be used yet: its status is %s; %s"
            .formatted(
                version.uri(),
                server,
                version.status(),
                pending ? "run the same command again" : "register the model again"));
  }

  static String sameVersion(ScoringReport.Registry earlier, String report) {
    return "the last run failed with version %s of '%s' and is retried with it, wherever the alias '%s' points now; to follow the alias, delete its report %s"
        .formatted(earlier.version(), earlier.name(), earlier.alias(), report);
  }

  static JobException noLabels(String uri) {
    return new JobException(
        ExitCode.CONFIG,
        "the labels file at %s has no label; give one a line, in the order of the model's outputs"
            .formatted(uri));
  }

  static JobException labelsNotUtf8(String uri) {
    return new JobException(
        ExitCode.NO_INPUT,
        "the labels file at %s is not text in UTF-8; save it in that encoding".formatted(uri));
  }

  static JobException noSuchInput(String uri) {
    return noSuchTable("input", uri);
  }

  /**
   * @param option without its dashes
   */
  static JobException noSuchTable(String option, String uri) {
    return new JobException(
        ExitCode.NO_INPUT,
        "there is no %s at %s; give URIs or globs of data that exists with --%s"
            .formatted(option.equals("input") ? option : "table", uri, option));
  }

  static JobException noDataFiles(String uris) {
    return new JobException(
        ExitCode.NO_INPUT,
        "the input %s holds no data files; give URIs or globs of data that exists with --input"
            .formatted(uris));
  }

  static JobException repeatedInput(String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "the input has a column twice (Spark ignores case unless spark.sql.caseSensitive is true): "
            + reason);
  }

  /** For what the run reads or writes at a place: the model, the output, ... */
  static JobException inaccessible(String what, String uri, Throwable cause) {
    boolean written = what.equals("output") || what.startsWith("report");
    boolean temporary = Failure.isOfConnection(cause);
    ExitCode code = written ? ExitCode.CANNOT_WRITE : ExitCode.NO_INPUT;
    String remedy = temporary ? "; run the same command again, or check the address" : "";
    return new JobException(
        temporary ? ExitCode.TEMPORARY : code,
        "the %s at %s cannot be %s: %s%s"
            .formatted(
                what,
                uri,
                written ? "written" : "read",
                MissingFileSystem.of(uri, cause).orElse(Failure.describe(cause)),
                remedy),
        cause);
  }

  static JobException outputExists(String uri) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s exists and was left as it is; choose another, or --mode overwrite, append or ignore"
            .formatted(uri));
  }

  static JobException outputIsFile(String uri) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s is a file, and a table is a folder; choose another, or delete the file"
            .formatted(uri));
  }

  static JobException outputIsMounted(String uri) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s is the folder that a volume is mounted at, which nothing can take the place of; give a folder in it"
            .formatted(uri));
  }

  static JobException deltaAsFiles(String what, String uri, ScoreOption format) {
    return new JobException(
        ExitCode.CONFIG,
        "the %s %s is a Delta table, whose log says which of its files count; give %s delta, and its package to spark-submit"
            .formatted(what, uri, format.flag()));
  }

  static JobException damagedCheckpoint(String uri, String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "the checkpoint %s, or the log of the output (_spark_metadata), is damaged: %s; put it back as it was, or give a new output and a new checkpoint to score all rows again"
            .formatted(uri, wholeLine(reason)));
  }

  static JobException notAFolder(String uri) {
    return usage(
        "--incremental looks for what has arrived in a folder, and the input %s is a file; give its folder"
            .formatted(uri));
  }

  static String wouldFail(JobException obstacle) {
    return "score would end with exit code %s: %s"
        .formatted(obstacle.code().code(), obstacle.getMessage());
  }

  static JobException outputExistsUnfinished(String uri, String temporary) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s exists and was left as it is; it holds only the unfinished files of another run (%s): wait until that run has ended, or use --mode overwrite if it was killed"
            .formatted(uri, temporary));
  }

  static JobException outputUnfinished(String uri, String temporary) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s holds the unfinished files of another run (%s): wait until that run has ended, or delete the folder if it was killed"
            .formatted(uri, temporary));
  }

  static JobException outputEmpty(String uri) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s exists but holds no data files, so that it is no finished output; delete it, or use --mode overwrite"
            .formatted(uri));
  }

  static JobException overlap(Place written, String what, String path) {
    return usage(
        "the %s %s and the %s %s overlap; choose places apart from each other"
            .formatted(written.what(), written.uri(), what, path));
  }

  static JobException cannotAppend(String uri, String format, String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "the output %s cannot be added to as %s: %s; give the --output-format and --output-options that it was written with, or choose another output"
            .formatted(uri, format, reason));
  }

  static JobException appendColumns(String uri, String difference) {
    return new JobException(
        ExitCode.CONFIG,
        "the output %s has other columns than this run would write: %s; give the options that it was written with, or choose another output"
            .formatted(uri, difference));
  }

  static JobException appendPartitions(String uri, List<String> there, List<String> received) {
    return new JobException(
        ExitCode.CONFIG,
        "the output %s is partitioned by %s, and --partition-by has %s; give the same columns, or choose another output"
            .formatted(uri, orNothing(there), orNothing(received)));
  }

  private static String orNothing(List<String> names) {
    return names.isEmpty() ? "nothing" : String.join(",", names);
  }

  static JobException cannotStore(String format, String column, String type) {
    return new JobException(
        ExitCode.CONFIG,
        "the output format %s cannot store the column '%s' of type %s; leave it out (--keep, --probabilities columns) or choose --output-format parquet, orc or json"
            .formatted(format, column, type));
  }

  static JobException notOneText(List<String> columns) {
    return new JobException(
        ExitCode.CONFIG,
        "the output format text takes one column of type string beside those of --partition-by, and the output has %s: %s; choose them with --keep and --probabilities, or another --output-format"
            .formatted(columns.size(), Nearest.first(columns, MOST_SHOWN)));
  }

  static JobException noRowTag(ScoreOption option) {
    return usage(
        "%s rowTag is missing; files of format xml need the name of the element that is a row: rowTag=row"
            .formatted(option.flag()));
  }

  static JobException parentNotWritable(String what, String uri, String parent, String reason) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the %s %s cannot be written: %s %s".formatted(what, uri, parent, reason));
  }

  static JobException notWritten(String what, String uri, Throwable cause) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the %s %s cannot be written: %s".formatted(what, uri, Failure.describe(cause)),
        cause);
  }

  static JobException outputGone(String uri) {
    return new JobException(
        ExitCode.TEMPORARY,
        "the output %s is gone: another run was writing to it, or deleted it; run the same command again"
            .formatted(uri));
  }

  static String putBack(String uri, String old) {
    return "the last run was killed while it replaced %s; its old content was put back from %s"
        .formatted(uri, old);
  }

  static String movedIn(String uri) {
    return "the last run was killed while it replaced a part of %s; the rest of what it had scored was put in place"
        .formatted(uri);
  }

  static JobException outputLocked(String uri, String owner, String file) {
    return new JobException(
        ExitCode.TEMPORARY,
        "another run writes to the output %s (%s; lock %s): run the same command again when that one has ended, or wait for it with --lock wait"
            .formatted(uri, owner, file));
  }

  static String waiting(String uri, String owner) {
    return "another run writes to the output %s (%s): waiting for its end".formatted(uri, owner);
  }

  static JobException lockLost(String file) {
    return new JobException(
        ExitCode.TEMPORARY,
        "the lock %s was taken away while this run was at work, so that another may be writing; the output was left as it was, run the same command again"
            .formatted(file));
  }

  static JobException badSlice(String column, String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition names the column '%s', which %s; give values of a column of numbers, texts, dates or times"
            .formatted(column, reason));
  }

  static JobException noDay(String column, String value) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition gives the column '%s' the value '%s', which is no day; a month or a year is a range, such as %s=2026-11-01..2026-12-01"
            .formatted(column, value, column));
  }

  static JobException midnight(String column, String day) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition gives the column '%s' the value '%s', which is the midnight of that day alone; a day is a range, such as %s=2026-11-22..2026-11-23"
            .formatted(column, day, column));
  }

  static JobException noFolder(String column, String value) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition gives the column '%s' the value '%s', whose rows are written into the folder of those without a value; give %s=%s for both"
            .formatted(column, value, column, FolderName.NULL));
  }

  static JobException notOfSlice(String folder) {
    return new JobException(
        ExitCode.CONFIG,
        "rows of the part that --partition names were written into the folder %s, which is not of that part; the output was left as it was: give the whole table, or partition it by another column"
            .formatted(folder));
  }

  static JobException emptyRange(String column, String from, String to) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition gives the column '%s' the range %s..%s, which holds no value; give FROM..TO with FROM before TO, which is not part of it"
            .formatted(column, from, to));
  }

  static JobException sliceNotPartitioned(String column, List<String> partitionBy) {
    return usage(
        "--partition names the column '%s', which is not among those of --partition-by (%s), so that its rows have no folders of their own; add it there"
            .formatted(column, String.join(",", partitionBy)));
  }

  static JobException severalInputs(List<String> inputs) {
    return usage(
        "--incremental looks for what has arrived in one place, and --input names %s: %s; give their common folder, or a glob"
            .formatted(inputs.size(), Nearest.first(inputs, MOST_SHOWN)));
  }

  static JobException notIncremental(ScoreOption option) {
    return usage(
        "%s does not go with --incremental, whose rows are in place as soon as they are scored; leave one of them out"
            .formatted(option.flag()));
  }

  static JobException otherCheckpoint(String output, String checkpoint) {
    return new JobException(
        ExitCode.CONFIG,
        "the output %s and the checkpoint %s do not tell of the same increments, and rows would be missing or there twice; give the checkpoint that the output was written with, or a new output and a new checkpoint to score all rows again"
            .formatted(output, checkpoint));
  }

  static JobException checkpointWithoutOutput(String checkpoint, String output) {
    return new JobException(
        ExitCode.CONFIG,
        "the checkpoint %s says that rows were scored, but the output %s is gone; put it back, or delete the checkpoint to score all rows again"
            .formatted(checkpoint, output));
  }

  static JobException notWrittenIncrementally(String output) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s holds rows that were not written with --incremental, which readers would no longer see; choose another output"
            .formatted(output));
  }

  static JobException writtenIncrementally(String output) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the output %s is written with --incremental (%s), and readers would not see other rows in it; use --incremental, or choose another output"
            .formatted(output, IncrementalOutput.LOG));
  }

  static JobException needsFolders(ScoreOption option, String format) {
    return usage(
        "%s is not possible with the output format %s; choose --output-format parquet, orc, csv, json or avro%s, or leave %s out"
            .formatted(
                option.flag(),
                format,
                option == ScoreOption.PARTITION ? ", or delta or iceberg" : "",
                option.flag()));
  }

  static JobException cannotHoldBack(ScoreOption option, String uri, String reason) {
    return usage(
        "%s cannot keep rows out of the output %s: %s; leave it out, or choose another output"
            .formatted(option.flag(), uri, reason));
  }

  static JobException gateFailed(List<ScoringReport.Gate> gates) {
    return new JobException(
        ExitCode.GATE,
        gates.stream()
                .map(
                    gate ->
                        "the gate %s of %s failed, with %s%s"
                            .formatted(
                                gate.name(),
                                number(gate.limit()),
                                number(gate.value()),
                                gate.where().isEmpty() ? "" : " of " + gate.where()))
                .collect(Collectors.joining(", and "))
            + "; the output was left as it was");
  }

  static JobException badProfile(String uri, String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "the profile at %s cannot be used: %s; make one with forwardpass profile"
            .formatted(uri, reason));
  }

  static JobException profileOfOthers(String uri, String difference) {
    return new JobException(
        ExitCode.CONFIG,
        "the profile at %s is not one of this run's features and classes: %s; name the same in the same order, or make a profile with these"
            .formatted(uri, difference));
  }

  static String profileOfOtherModel(String uri, String received, String own) {
    return "the profile at %s was made with the model of SHA-256 %s, and this one's is %s: the predictions compared are those of two models"
        .formatted(uri, received, own);
  }

  static JobException profileExists(String uri) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the profile %s exists and was left as it is; replace it with --overwrite".formatted(uri));
  }

  static JobException profileIsFolder(String uri) {
    return usage(
        "the profile %s is a folder; give the URI of a file, such as profile.json".formatted(uri));
  }

  static JobException profileClashes(String uri, String what, String source) {
    return usage(
        "the profile %s would replace the %s %s, or lie in it; choose another place"
            .formatted(uri, what, source));
  }

  static JobException repeatedFeature(String name) {
    return usage(
        "--features names '%s' twice, and a profile has each feature once; give one of them another name with a view or a copy of the column"
            .formatted(name));
  }

  static JobException emptyProfile() {
    return new JobException(
        ExitCode.NO_INPUT,
        "the table has no rows, and a profile of none is nothing to compare with; look at --input, --where and --partition");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** A warning: the run itself ended well. */
  static String notShown(String reason) {
    return "the output is complete, but its rows cannot be shown (--show): " + reason;
  }

  static JobException onlyReportNotWritten(String uri, Throwable cause) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the report %s cannot be written: %s; the output is there"
            .formatted(uri, Failure.describe(cause)),
        cause);
  }

  /** For a run that failed; {@code reason} is one line. */
  static String noReportOfFailure(String report, String reason) {
    return "the report was not written to %s: %s".formatted(report, reason);
  }

  static JobException reportClashes(Place report, String what, String uri) {
    return usage(
        "the %s %s would overwrite, or lie in, the %s %s; choose another file with --report"
            .formatted(report.what(), report.uri(), what, uri));
  }

  static JobException reportIsNone(Place report) {
    return usage(
        "the %s %s would overwrite a file that is no report of Forwardpass; choose another file with --report, or delete that one"
            .formatted(report.what(), report.uri()));
  }

  static JobException reportIsData(String report, String output) {
    return usage(
        "the report %s would lie among the data files of the output %s; give it a name that starts with _ there, or choose a file elsewhere with --report"
            .formatted(report, output));
  }

  static JobException reportIsFolder(Place report) {
    return usage(
        "the %s %s is a folder; give the URI of a file with --report"
            .formatted(report.what(), report.uri()));
  }

  static JobException reportIsPage(String report) {
    return usage(
        "--report is '%s', which is how the page beside the report would be named; give the name of the JSON file, such as report.json"
            .formatted(report));
  }

  static JobException badFilter(String where, String reason) {
    return usage("--where '%s' cannot be used: %s".formatted(where, wholeLine(reason)));
  }

  static JobException noSuchColumn(ScoreOption option, String name, List<String> columns) {
    String nearest = columns.isEmpty() ? "there are no columns" : known(name, columns);
    return new JobException(
        ExitCode.CONFIG,
        "%s names the column '%s', which the table does not have; %s"
            .formatted(option.flag(), name, nearest));
  }

  static JobException noPartitionColumn(String name, List<String> columns) {
    return new JobException(
        ExitCode.CONFIG,
        "the output has no column '%s' to be partitioned by, as --partition-by or --partition asks; %s; name it in --keep too, or another"
            .formatted(name, known(name, columns)));
  }

  static JobException noSuchField(ScoreOption option, String name, String column) {
    return new JobException(
        ExitCode.CONFIG,
        "%s names the field '%s', which the column '%s' does not have; name the column or another of its fields"
            .formatted(option.flag(), name, column));
  }

  static JobException badPartition(String name, String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition-by names '%s', which %s; name columns of the output that hold numbers, texts, dates or times"
            .formatted(name, reason));
  }

  static JobException repeatedPartition(String name) {
    return usage("--partition-by names the column '%s' twice; name each once".formatted(name));
  }

  static JobException onlyPartitions(List<String> columns) {
    return new JobException(
        ExitCode.CONFIG,
        "--partition-by names all columns of the output (%s), so that none is left for the files; leave one out"
            .formatted(String.join(", ", columns)));
  }

  /** The name that was meant, where one is near; else the first few names. */
  private static String known(String name, List<String> columns) {
    Optional<String> nearest = Nearest.closeTo(name, columns);
    if (nearest.isPresent()) {
      return "the nearest is '%s' of %s".formatted(nearest.get(), columns.size());
    }
    return "it has %s: %s".formatted(columns.size(), Nearest.first(columns, MOST_SHOWN));
  }

  static JobException repeatedColumn(String name) {
    return new JobException(
        ExitCode.CONFIG,
        "the output would have the column '%s' twice (Spark ignores case unless spark.sql.caseSensitive is true); leave it out with --keep, or choose other --labels or --prediction-col"
            .formatted(name));
  }

  static JobException provenanceClash(String name) {
    return new JobException(
        ExitCode.CONFIG,
        "--provenance adds a column '%s', and the output has one of that name (Spark ignores case unless spark.sql.caseSensitive is true); leave that out with --keep, rename it, or choose other --labels or --prediction-col"
            .formatted(name));
  }

  static JobException tooLarge(String what, String uri, int mostMebibytes) {
    return new JobException(
        ExitCode.CONFIG,
        "the %s at %s is larger than %s MiB, which no %s needs; give another"
            .formatted(what, uri, mostMebibytes, what));
  }

  static JobException sidecarTooLarge(String uri, String reason) {
    return new JobException(
        ExitCode.CONFIG,
        "the sidecar %s would not be read: %s; give fewer with --golden-rows"
            .formatted(uri, wholeLine(reason)));
  }

  static JobException badSidecar(String uri, String reason) {
    return usage(
        "the model's sidecar %s cannot be understood: %s; mend it, or make it again with forwardpass package"
            .formatted(uri, wholeLine(reason)));
  }

  static JobException unknownSidecarKey(String key, String place, Collection<String> known) {
    return usage(
        "unknown key '%s' in the model's sidecar (%s); the nearest known one of %s is '%s'"
            .formatted(key, place, String.join(", ", known), Nearest.to(key, known)));
  }

  static JobException badSidecarValue(String key, String place, String received, String allowed) {
    return usage(
        "%s in the model's sidecar (%s) is %s; allowed: %s"
            .formatted(key, place, received, allowed));
  }

  static JobException sidecarOfOtherModel(
      String sidecar, String named, String model, String sha256) {
    return new JobException(
        ExitCode.CONFIG,
        "the sidecar %s is of a model with the SHA-256 %s, and %s has %s; make one for this model with forwardpass package, delete it, or set --ignore-sidecar all"
            .formatted(sidecar, named, model, sha256));
  }

  /**
   * @param number of the first that differs, from 0
   */
  static JobException sidecarDiffers(
      ScoreOption option,
      String place,
      List<String> received,
      String sidecar,
      List<String> allowed,
      int number) {
    boolean reordered = received.size() == allowed.size() && received.containsAll(allowed);
    return new JobException(
        ExitCode.CONFIG,
        "%s (%s) is '%s', %s the model's sidecar %s, which has %s: number %s is %s, and there %s; leave %s out, or set --ignore-sidecar %s if the sidecar is wrong"
            .formatted(
                option.key(),
                place,
                Nearest.first(received, MOST_SHOWN),
                reordered ? "in another order than in" : "unlike",
                sidecar,
                Nearest.first(allowed, MOST_SHOWN),
                number + 1,
                at(received, number),
                at(allowed, number),
                option.flag(),
                option.key()));
  }

  private static String at(List<String> names, int number) {
    return number < names.size() ? "'%s'".formatted(names.get(number)) : "missing";
  }

  static JobException sidecarType(String sidecar, String feature, String type, String received) {
    return new JobException(
        ExitCode.CONFIG,
        "feature '%s' is a column of type %s, and %s asks for %s; cast the column, or set --ignore-sidecar features if the sidecar is wrong"
            .formatted(feature, received, sidecar, type));
  }

  static JobException sidecarExists(String uri) {
    return new JobException(
        ExitCode.CANNOT_WRITE,
        "the sidecar %s exists and was left as it is; replace it with --overwrite".formatted(uri));
  }

  static JobException goldenRowsOfNoTable() {
    return usage("--golden-rows is given without a table; give --expected URI or --input URI");
  }

  static JobException badGoldenRows(int received, int most) {
    return usage(
        "--golden-rows is '%s'; allowed: a whole number from 0 to %s".formatted(received, most));
  }

  static JobException emptyFeature(String features) {
    return usage(
        "--features is '%s'; allowed: a list without empty items, such as a,b".formatted(features));
  }

  static JobException otherExpectedOutputs(String uri, int received, int allowed) {
    return new JobException(
        ExitCode.CONFIG,
        "a row of %s has %s numbers in its column 'outputs'; allowed: %s, the outputs of the model, as model.predict gives them"
            .formatted(uri, received, allowed));
  }

  static JobException noExpectedOutputs(String uri, String column) {
    return new JobException(
        ExitCode.CONFIG,
        "the table %s of --expected has no column '%s'; it takes arrays of what model.predict gives for the rows"
            .formatted(uri, column));
  }

  static JobException noGoldenRow(String uri, int looked) {
    return new JobException(
        ExitCode.CONFIG,
        "none of the first %s rows of %s can be a golden row: each has a null, NaN or infinite feature, an array of the wrong length, or no finite outputs; give a table with valid rows first"
            .formatted(looked, uri));
  }

  /** A warning. */
  static String notFiniteInProfile(long rows) {
    return "%s have outputs of the model that are not finite; the profile holds their features, but no prediction of them"
        .formatted(String.format(Locale.ROOT, "%,d rows", rows));
  }

  static JobException emptyFile(String file) {
    return new JobException(ExitCode.DATA, unreadableFile(file, "it is empty"));
  }

  static String unreadableFile(String file, String reason) {
    return "the input file %s is damaged, or not of the input's format: %s; mend it or move it away, or leave it out with --on-corrupt-file skip (but not with --incremental)"
        .formatted(file, reason);
  }

  static JobException nothingReadable(String input, String format) {
    return new JobException(
        ExitCode.DATA,
        "all files that would be read of the input %s are damaged, or not of the format %s; mend them, or look at --input and --format"
            .formatted(input, format));
  }

  static String skippedFile(String file, String reason) {
    return "the input file %s is damaged, or not of the input's format, and is left out (--on-corrupt-file skip): %s"
        .formatted(file, reason);
  }

  static String missingFile(String file) {
    return "the input file %s was there when the input was listed, and is not any more; run the same command again when the input is at rest"
        .formatted(file);
  }

  static String columnOfOtherType(String column, String expected, String found, String file) {
    return "the input column '%s' is %s in the table, but %s in the file %s; write that file again with the table's type, or move it away"
        .formatted(column, expected, found, file);
  }

  static String badOptions(String reason) {
    return "Spark's reader or writer does not take what it was given: %s; look at --format, --input-options, --output-format and --output-options"
        .formatted(reason);
  }

  static String database(Throwable cause) {
    return "the database cannot be used: %s; give its driver with spark-submit --packages or --jars, and check url, user and password"
        .formatted(wholeLine(String.valueOf(cause.getMessage())));
  }

  static String outOfMemory(Throwable cause) {
    return "memory ran out: %s; give the JVM more with --driver-memory, or the executors with --executor-memory"
        .formatted(Failure.describe(cause));
  }

  static String tooDeep() {
    return "an option, the job file or the filter is nested too deeply; write it flatter";
  }

  private static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message);
  }

  /** The first line with something on it, without runs of blanks. */
  static String oneLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("")
        .replaceAll("\\s+", " ");
  }

  /** All of a message of Spark's on one line, without the SQL state and the plan or trace below. */
  static String wholeLine(String text) {
    String said = END.split(text, 2)[0].strip().replaceAll("\\s+", " ");
    return said.length() <= LONGEST_LINE ? said : said.substring(0, LONGEST_LINE) + "...";
  }
}
