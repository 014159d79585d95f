package io.forwardpass.job;

import static io.forwardpass.job.ScoreOption.BATCH_SIZE;
import static io.forwardpass.job.ScoreOption.DRY_RUN;
import static io.forwardpass.job.ScoreOption.EXPECTATIONS;
import static io.forwardpass.job.ScoreOption.FEATURES;
import static io.forwardpass.job.ScoreOption.FORMAT;
import static io.forwardpass.job.ScoreOption.INCREMENTAL;
import static io.forwardpass.job.ScoreOption.INPUT;
import static io.forwardpass.job.ScoreOption.INPUT_OPTIONS;
import static io.forwardpass.job.ScoreOption.KEEP;
import static io.forwardpass.job.ScoreOption.LABELS;
import static io.forwardpass.job.ScoreOption.LABEL_COLUMN;
import static io.forwardpass.job.ScoreOption.LOCK;
import static io.forwardpass.job.ScoreOption.LOG_FORMAT;
import static io.forwardpass.job.ScoreOption.MAX_INVALID_RATIO;
import static io.forwardpass.job.ScoreOption.MAX_LENGTH;
import static io.forwardpass.job.ScoreOption.MAX_NOT_FINITE_RATIO;
import static io.forwardpass.job.ScoreOption.MAX_PSI;
import static io.forwardpass.job.ScoreOption.MIN_ROWS;
import static io.forwardpass.job.ScoreOption.MODE;
import static io.forwardpass.job.ScoreOption.MODEL;
import static io.forwardpass.job.ScoreOption.MODEL_BACKEND;
import static io.forwardpass.job.ScoreOption.ON_CORRUPT_FILE;
import static io.forwardpass.job.ScoreOption.ON_INVALID;
import static io.forwardpass.job.ScoreOption.OUTPUT;
import static io.forwardpass.job.ScoreOption.OUTPUT_FORMAT;
import static io.forwardpass.job.ScoreOption.OUTPUT_OPTIONS;
import static io.forwardpass.job.ScoreOption.PAD_SEQUENCES;
import static io.forwardpass.job.ScoreOption.PARTITION;
import static io.forwardpass.job.ScoreOption.PARTITION_BY;
import static io.forwardpass.job.ScoreOption.PREDICTION_COL;
import static io.forwardpass.job.ScoreOption.PROBABILITIES;
import static io.forwardpass.job.ScoreOption.PROFILE;
import static io.forwardpass.job.ScoreOption.PROVENANCE;
import static io.forwardpass.job.ScoreOption.QUARANTINE;
import static io.forwardpass.job.ScoreOption.REGISTRY;
import static io.forwardpass.job.ScoreOption.REPORT;
import static io.forwardpass.job.ScoreOption.RUN_ID;
import static io.forwardpass.job.ScoreOption.SHOW;
import static io.forwardpass.job.ScoreOption.VERBOSE;
import static io.forwardpass.job.ScoreOption.WEIGHTS;
import static io.forwardpass.job.ScoreOption.WHERE;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.forwardpass.keras.ModelBackend;
import io.forwardpass.spark.PadSequences;
import io.forwardpass.spark.Probabilities;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.OnInvalid;
import io.forwardpass.spark.batch.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What {@code score} is to do. Texts that are not set are empty.
 *
 * @param registry an MLflow tracking server; empty for that of the environment
 * @param input URIs, or globs; may be empty for a format that does not read files
 * @param slice the part of the table to score, and to replace
 * @param increment empty to score what the input holds, rather than what has arrived
 * @param features as Spark writes column names, in the model's order
 * @param keep as Spark writes column names; {@link #ALL} alone for all columns
 * @param labels the classes' names; empty where they stand in {@code labelsFile} or are not given
 * @param labelsFile the URI of a text file with a label a line
 * @param labelColumn as Spark writes column names; empty where no column holds the true labels
 * @param waitForLock whether to wait where another run writes to the output
 * @param predictionCol empty for no such column
 * @param expectations by the features' names
 * @param quarantine where rows go that are not scored for it; empty where none do
 * @param skipCorruptFiles whether to leave out files that cannot be read
 * @param profile the URI of a reference that the run is compared with; empty for none
 * @param maxLength 0 to choose it from the model
 * @param batchSize 0 to choose it from the model
 * @param provenance whether each row says where its prediction comes from
 * @param runId empty for one that is made up
 * @param report empty for the file in the output folder
 * @param jsonLog whether each line for the user, and of the log, is an object of JSON
 * @param show how many scored rows to print
 */
record ScoreOptions(
    String model,
    String weights,
    ModelBackend modelBackend,
    String registry,
    List<String> input,
    String format,
    Map<String, String> inputOptions,
    String where,
    Slice slice,
    Optional<Increment> increment,
    List<String> features,
    List<String> keep,
    List<String> labels,
    String labelsFile,
    String labelColumn,
    String output,
    String outputFormat,
    Map<String, String> outputOptions,
    WriteMode mode,
    boolean waitForLock,
    List<String> partitionBy,
    Probabilities probabilities,
    String predictionCol,
    OnInvalid onInvalid,
    Map<String, Expectations> expectations,
    String quarantine,
    boolean skipCorruptFiles,
    Gates gates,
    String profile,
    PadSequences padSequences,
    int maxLength,
    int batchSize,
    boolean provenance,
    String runId,
    String report,
    boolean jsonLog,
    int show,
    boolean dryRun,
    boolean verbose) {

  static final List<String> ALL = List.of("*");

  private static final String NONE = "none";

  /** As many rows fit a terminal's memory, and the driver's. */
  private static final int MOST_ROWS = 10_000;

  /** What {@link io.forwardpass.spark.Scorer#batchSize} allows. */
  private static final int LARGEST_BATCH = 1 << 20;

  /** Spark's formats that are files in a folder; other sources keep their own rules. */
  private static final Set<String> FILE_FORMATS =
      Set.of("parquet", "orc", "csv", "json", "avro", "text", "xml");

  /** Those of them that end with a footer, which tells a whole file. */
  private static final Set<String> CHECKED = Set.of("parquet", "orc");

  /** What to do where the output exists. */
  enum WriteMode {
    ERROR,
    OVERWRITE,
    APPEND,
    IGNORE
  }

  /** What to do where another run writes to the output. */
  private enum LockMode {
    FAIL,
    WAIT
  }

  /** What to do with a file that cannot be read. */
  private enum CorruptFiles {
    FAIL,
    SKIP
  }

  /** How the lines for the user, and the log, are written. */
  private enum LogFormat {
    TEXT,
    JSON
  }

  ScoreOptions {
    input = List.copyOf(input);
    inputOptions = Map.copyOf(inputOptions);
    features = List.copyOf(features);
    keep = List.copyOf(keep);
    labels = List.copyOf(labels);
    outputOptions = Map.copyOf(outputOptions);
    partitionBy = List.copyOf(partitionBy);
    require(MODEL, model.isEmpty());
    // Before a report could repeat it, as it may hold a password.
    RegistryModel.checkAddress(registry);
    require(INPUT, input.isEmpty() && isFileFormat(format));
    require(FEATURES, features.isEmpty());
    require(OUTPUT, output.isEmpty() && isFileFormat(outputFormat));
    expectations = Map.copyOf(expectations);
    if (quarantine.isEmpty() && quarantines(onInvalid, expectations)) {
      throw JobException.needsQuarantine();
    }
  }

  private static boolean quarantines(OnInvalid onInvalid, Map<String, Expectations> expectations) {
    return onInvalid == OnInvalid.QUARANTINE
        || expectations.values().stream()
            .anyMatch(expected -> expected.policies().containsValue(Policy.QUARANTINE));
  }

  private static void require(ScoreOption option, boolean missing) {
    if (missing) {
      throw JobException.missing(option);
    }
  }

  static ScoreOptions of(Settings settings) {
    Slice slice = Slice.of(settings);
    Optional<Increment> increment = Increment.of(settings);
    List<String> labels = settings.list(LABELS);
    boolean file = labels.size() == 1 && labels.get(0).startsWith("@");
    if (labels.equals(List.of("@"))) {
      throw settings.bad(LABELS, "a list of labels, or @ and the URI of a file with one a line");
    }
    return new ScoreOptions(
        settings.text(MODEL),
        settings.text(WEIGHTS),
        settings.choice(MODEL_BACKEND, ModelBackend.class),
        settings.text(REGISTRY),
        settings.list(INPUT),
        settings.text(FORMAT),
        settings.map(INPUT_OPTIONS),
        settings.text(WHERE),
        slice,
        increment,
        settings.list(FEATURES),
        keep(settings),
        file ? List.of() : labels.stream().map(CommaList::unquote).toList(),
        file ? labels.get(0).substring(1) : "",
        settings.text(LABEL_COLUMN),
        settings.text(OUTPUT),
        settings.text(OUTPUT_FORMAT),
        settings.map(OUTPUT_OPTIONS),
        mode(settings, slice, increment.isPresent()),
        settings.choice(LOCK, LockMode.class) == LockMode.WAIT,
        settings.list(PARTITION_BY),
        settings.choice(PROBABILITIES, Probabilities.class),
        orNone(settings.text(PREDICTION_COL)),
        settings.choice(ON_INVALID, OnInvalid.class),
        ExpectationsReader.read(settings.object(EXPECTATIONS)),
        settings.text(QUARANTINE),
        skipCorruptFiles(settings, increment.isPresent()),
        gates(settings),
        settings.text(PROFILE),
        settings.choice(PAD_SEQUENCES, PadSequences.class),
        (int) settings.count(MAX_LENGTH, 1, LARGEST_BATCH, "auto"),
        (int) settings.count(BATCH_SIZE, 1, LARGEST_BATCH, "auto"),
        settings.flag(PROVENANCE),
        settings.text(RUN_ID).strip(),
        settings.text(REPORT),
        settings.choice(LOG_FORMAT, LogFormat.class) == LogFormat.JSON,
        (int) settings.count(SHOW, 0, MOST_ROWS, ""),
        settings.flag(DRY_RUN),
        settings.flag(VERBOSE));
  }

  private static List<String> keep(Settings settings) {
    List<String> keep = settings.list(KEEP);
    if (keep.isEmpty() && !settings.shown(KEEP).isEmpty()) {
      throw settings.bad(KEEP, "all, none, or a list of columns");
    }
    String word = keep.size() == 1 ? keep.get(0).toLowerCase(Locale.ROOT) : "";
    if (keep.isEmpty() || word.equals("all")) {
      return ALL;
    }
    return word.equals(NONE) ? List.of() : keep;
  }

  /**
   * What other options say of {@code mode} and {@code partition-by}, where the user does not: a
   * slice is replaced, and has folders of its own; an increment is added.
   */
  static Config implied(Settings settings) {
    Config implied = ConfigFactory.empty();
    Slice slice = Slice.of(settings);
    if (settings.flag(INCREMENTAL)) {
      implied = with(implied, MODE, "append", INCREMENTAL);
    } else if (!slice.isWholeTable()) {
      implied = with(implied, MODE, "overwrite", PARTITION);
    }
    return slice.isWholeTable() ? implied : with(implied, PARTITION_BY, slice.columns(), PARTITION);
  }

  private static Config with(Config config, ScoreOption option, Object value, ScoreOption because) {
    return config.withValue(option.key(), ConfigValueFactory.fromAnyRef(value, because.flag()));
  }

  /** Nothing else can be done with a slice, nor with an increment. */
  private static WriteMode mode(Settings settings, Slice slice, boolean incremental) {
    WriteMode mode = settings.choice(MODE, WriteMode.class);
    if (incremental && mode != WriteMode.APPEND) {
      throw settings.bad(MODE, "append, beside --incremental, which adds rows");
    } else if (!incremental && !slice.isWholeTable() && mode != WriteMode.OVERWRITE) {
      throw settings.bad(
          MODE, "overwrite, beside --partition, whose part of the output is replaced");
    }
    return mode;
  }

  /** Other formats do not say where a file ends, or who has written it whole. */
  private static boolean skipCorruptFiles(Settings settings, boolean incremental) {
    boolean skip = settings.choice(ON_CORRUPT_FILE, CorruptFiles.class) == CorruptFiles.SKIP;
    if (skip && incremental) {
      throw settings.bad(
          ON_CORRUPT_FILE, "fail, beside --incremental, which scores each file once");
    } else if (skip && !CHECKED.contains(settings.text(FORMAT).toLowerCase(Locale.ROOT))) {
      throw settings.bad(ON_CORRUPT_FILE, "fail, unless the format is parquet or orc");
    }
    return skip;
  }

  private static Gates gates(Settings settings) {
    long rows = settings.count(MIN_ROWS, 1, Long.MAX_VALUE, NONE);
    return new Gates(
        rows == 0 ? OptionalLong.empty() : OptionalLong.of(rows),
        settings.ratio(MAX_INVALID_RATIO, NONE),
        settings.ratio(MAX_NOT_FINITE_RATIO, NONE),
        maxPsi(settings));
  }

  private static OptionalDouble maxPsi(Settings settings) {
    OptionalDouble most = settings.positive(MAX_PSI, NONE);
    if (most.isPresent() && settings.text(PROFILE).isEmpty()) {
      throw settings.bad(MAX_PSI, "this option beside --profile alone");
    }
    return most;
  }

  /**
   * The same run, with the quarantine for its output: Parquet files.
   *
   * @param folders the columns that become folders
   */
  ScoreOptions ofQuarantine(List<String> folders) {
    return new ScoreOptions(
        model,
        weights,
        modelBackend,
        registry,
        input,
        format,
        inputOptions,
        where,
        slice,
        increment,
        features,
        keep,
        labels,
        labelsFile,
        labelColumn,
        quarantine,
        "parquet",
        Map.of(),
        mode == WriteMode.APPEND ? WriteMode.APPEND : WriteMode.OVERWRITE,
        waitForLock,
        folders,
        probabilities,
        predictionCol,
        onInvalid,
        expectations,
        quarantine,
        skipCorruptFiles,
        Gates.NONE,
        "",
        padSequences,
        maxLength,
        batchSize,
        provenance,
        runId,
        report,
        jsonLog,
        0,
        dryRun,
        verbose);
  }

  private static String orNone(String name) {
    return name.equalsIgnoreCase(NONE) ? "" : name;
  }

  /** The columns of {@code partitionBy}, without backquotes. */
  List<String> partitionColumns() {
    return partitionBy.stream().map(CommaList::unquote).toList();
  }

  /** The same, as a table of this schema spells them. */
  List<String> partitionColumns(StructType table) {
    return new PartitionColumns(partitionColumns()).in(table);
  }

  /** One of the options for Spark's writer, which takes their names in upper and lower case. */
  Optional<String> outputOption(String name) {
    return outputOptions.keySet().stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(outputOptions::get);
  }

  /** Whether the input's files end with a footer, which tells a whole one. */
  boolean hasWholeFiles() {
    return CHECKED.contains(format.toLowerCase(Locale.ROOT));
  }

  static boolean isFileFormat(String format) {
    return FILE_FORMATS.contains(format.toLowerCase(Locale.ROOT));
  }
}
