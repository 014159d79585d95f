package io.forwardpass.job;

import com.typesafe.config.ConfigException;
import io.forwardpass.keras.KerasModel;
import io.forwardpass.keras.ModelBackend;
import io.forwardpass.spark.ModelFile;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.batch.GoldenRow;
import io.forwardpass.spark.batch.GoldenRows;
import io.forwardpass.spark.batch.Range;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code package MODEL --features ...}: writes a model's sidecar. */
@Command(
    name = "package",
    description = {
      "Writes MODEL.forwardpass.conf: features, labels and golden rows, so that score needs only the"
          + " model, the input and the output.",
      "Golden rows are replayed before scoring, on the driver and on every executor. With --expected"
          + " their outputs are those that Keras computed. With --input they are Forwardpass' own:"
          + " that tells whether other machines compute what this one does, not whether this one"
          + " computes what Keras does."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    sortOptions = false)
final class PackageCommand implements Callable<Integer> {
  private static final int DEFAULT_ROWS = 10;
  static final int MOST_ROWS = 1000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "The Keras model, as for score: any URI that Hadoop can read.")
  private String model;

  @Option(
      names = "--weights",
      paramLabel = "URI",
      description = "The weights, where MODEL is the JSON of an architecture.")
  private String weights = "";

  @Option(
      names = "--model-backend",
      paramLabel = "auto|tensorflow|theano",
      description =
          "What Keras 1 or 2 computed the model with; by default as the file says, or as the names of"
              + " its weights suggest.")
  private ModelBackend backend = ModelBackend.AUTO;

  @Option(
      names = "--features",
      paramLabel = "COLUMN[,COLUMN...]",
      required = true,
      description = "The feature columns in the model's order, as for score.")
  private String features;

  @Option(
      names = "--labels",
      paramLabel = "LABEL[,LABEL...]|@URI",
      description = "The classes' names in the order of the model's outputs, as for score.")
  private String labels = "";

  @Option(
      names = "--input",
      paramLabel = "URI",
      description =
          "A table as it is to be scored, for the types of its columns. Without --expected its first"
              + " valid rows become golden rows, with the outputs that Forwardpass computes here and"
              + " now: a regression check of the native stack.")
  private String input = "";

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "The format of --input: parquet (the default), json, csv, ...")
  private String format = "parquet";

  @Option(
      names = "--input-options",
      paramLabel = "KEY=VALUE",
      description = "Options for Spark's reader of --input; may be repeated.")
  private Map<String, String> inputOptions = new LinkedHashMap<>();

  @Option(
      names = "--expected",
      paramLabel = "URI",
      description =
          "A table with the features and, as a column 'outputs' of arrays, what model.predict gives"
              + " for each row; its first valid rows become golden rows.")
  private String expected = "";

  @Option(
      names = "--expected-format",
      paramLabel = "NAME",
      description = "The format of --expected: parquet (the default), json, ...")
  private String expectedFormat = "parquet";

  @Option(
      names = "--golden-rows",
      paramLabel = "N",
      description = "How many golden rows: 0 to 1000; 10 where there is a table.")
  private Integer rows;

  @Option(names = "--overwrite", description = "Replace a sidecar that is there.")
  private boolean overwrite;

  @Option(names = "--verbose", description = "Print stack traces.")
  private boolean verbose;

  @Override
  @SuppressWarnings("CatchingUnchecked") // every failure becomes a line and an exit code here
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      write(Session.hadoop(), out, err);
      return ExitCode.OK.code();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      return Failure.of(e).print(err, e, verbose);
    }
  }

  private void write(Configuration hadoop, PrintWriter out, PrintWriter err) {
    checkOptions();
    ModelFile file = InspectCommand.file(model, weights, hadoop).computedBy(backend);
    KerasModel read = KerasModel.read(file.content(), model);
    read.warnings().forEach(warning -> err.println("forwardpass: " + Printable.of(warning)));
    Place place = Sidecar.place(model, hadoop);
    if (place.exists() && !overwrite) {
      throw JobException.sidecarExists(place.uri());
    }
    List<String> names = CommaList.split(features);
    List<String> classes = labels(hadoop);
    Scorer.checkLabels(read, model, classes);
    List<SidecarFeature> typed =
        names.stream().map(name -> new SidecarFeature(name, "", Range.ANY)).toList();
    List<GoldenRow> golden = List.of();
    if (!input.isEmpty()) {
      GoldenTable table =
          table(new Source("input", input, format, inputOptions), file, read, names);
      typed = table.typed();
      golden = expected.isEmpty() ? table.scored(wanted()) : golden;
    }
    if (!expected.isEmpty()) {
      golden = expected(file, read, names);
    }
    Sidecar sidecar = new Sidecar(place.uri(), read.sha256(), typed, classes, checked(golden));
    sidecar.check(read, model);
    sidecar.golden().check(read, model);
    String text = sidecar.text(origin());
    checkSize(place, text);
    write(place, text);
    out.printf(
        Locale.ROOT,
        "Wrote %s: %d features, %d labels, %d golden rows%n",
        place.uri(),
        typed.size(),
        classes.size(),
        golden.size());
    out.flush();
  }

  private void checkOptions() {
    if (rows != null && rows > 0 && goldenSource().isEmpty()) {
      throw JobException.goldenRowsOfNoTable();
    } else if (rows != null && (rows < 0 || rows > MOST_ROWS)) {
      throw JobException.badGoldenRows(rows, MOST_ROWS);
    } else if (CommaList.split(features).contains("")) {
      throw JobException.emptyFeature(features);
    }
  }

  /** The table that golden rows come from; empty where there is none. */
  private String goldenSource() {
    return expected.isEmpty() ? input : expected;
  }

  private int wanted() {
    return rows == null ? DEFAULT_ROWS : rows;
  }

  private String origin() {
    return expected.isEmpty()
        ? "The outputs are Forwardpass' own: a regression check of the native stack, not of Keras."
        : "The outputs were given in " + expected;
  }

  private List<String> labels(Configuration hadoop) {
    if (labels.startsWith("@")) {
      return LabelsFile.read(labels.substring(1), hadoop);
    }
    return labels.isBlank()
        ? List.of()
        : CommaList.split(labels).stream().map(CommaList::unquote).toList();
  }

  /** A table that the user named with an option. */
  private record Source(String option, String uri, String format, Map<String, String> options) {}

  private GoldenTable table(Source source, ModelFile file, KerasModel read, List<String> names) {
    if (Place.of(source.option(), source.uri(), Session.hadoop()).matches().isEmpty()) {
      throw JobException.noSuchTable(source.option(), source.uri());
    }
    SparkSession spark = Session.open("package", model, verbose ? Session.LOUD : Session.QUIET);
    Dataset<Row> loaded =
        spark.read().format(source.format()).options(source.options()).load(source.uri());
    GoldenTable golden = new GoldenTable(loaded, names, read);
    Scorer.of(spark, file, read)
        .features(names)
        .keep(List.of())
        .outputColumns(golden.needed().schema());
    return golden;
  }

  private List<GoldenRow> expected(ModelFile file, KerasModel read, List<String> names) {
    Source source = new Source("expected", expected, expectedFormat, Map.of());
    GoldenTable table = table(source, file, read, names);
    if (!List.of(table.rows().columns()).contains(GoldenTable.OUTPUTS)) {
      throw JobException.noExpectedOutputs(expected, GoldenTable.OUTPUTS);
    }
    List<GoldenRow> golden = table.expected(wanted());
    int outputs = read.network().output().size();
    for (GoldenRow row : golden) {
      if (row.outputs().size() != outputs) {
        throw JobException.otherExpectedOutputs(expected, row.outputs().size(), outputs);
      }
    }
    return golden;
  }

  private GoldenRows checked(List<GoldenRow> golden) {
    if (golden.isEmpty() && wanted() > 0 && !goldenSource().isEmpty()) {
      throw JobException.noGoldenRow(goldenSource(), GoldenTable.looked(wanted()));
    }
    return new GoldenRows(golden, GoldenRows.DEFAULT_TOLERANCE);
  }

  /** Throws where score would not read it. */
  private static void checkSize(Place place, String text) {
    try {
      SidecarText.check(text);
    } catch (ConfigException e) {
      throw JobException.sidecarTooLarge(place.uri(), e.getMessage());
    }
  }

  /** Whole or not at all. */
  private static void write(Place place, String text) {
    try {
      FreshFile.write(place.withoutChecksums(), place.path(), text).putInPlace();
    } catch (IOException e) {
      throw JobException.notWritten("sidecar", place.uri(), e);
    }
  }
}
