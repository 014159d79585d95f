package io.forwardpass.spark;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.keras.KerasModel;
import io.forwardpass.keras.ModelBackend;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.profile.FeatureProfile;
import io.forwardpass.spark.batch.EvaluationCounts;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.Feature;
import io.forwardpass.spark.batch.FeatureHistograms;
import io.forwardpass.spark.batch.GoldenRows;
import io.forwardpass.spark.batch.Inputs;
import io.forwardpass.spark.batch.InvalidReason;
import io.forwardpass.spark.batch.OnInvalid;
import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.Outputs;
import io.forwardpass.spark.batch.Scoring;
import io.forwardpass.spark.batch.ScoringCounts;
import io.forwardpass.spark.batch.Selection;
import io.forwardpass.spark.batch.Truth;
import io.forwardpass.spark.catalyst.ForwardPassColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scores tables with a Keras model: {@code Scorer.load(spark, uri).features("a", "b").labels("no",
 * "yes").score(rows)}.
 *
 * <p>Immutable: each option returns a changed copy. Safe to use from several threads. The rows that
 * come back hold all columns that went in, then the prediction columns; nothing is computed until
 * an action asks for them.
 */
public final class Scorer {
  /** Above as many fields Spark reads Parquet row by row, in silence. */
  private static final String MAX_FIELDS = "spark.sql.codegen.maxFields";

  /** A column that is there while rows are selected. */
  private static final String SELECTED = "forwardpass_selected";

  private final SharedModel model;
  private final Options options;
  private final Outputs outputs;
  private ScoringCounts counts;
  private FeatureHistograms histograms;
  private EvaluationCounts evaluationCounts;

  /** What a user can choose; changed only in a copy that nobody else has seen. */
  private static final class Options {
    private List<String> features = List.of();
    private List<String> labels = List.of();
    private Probabilities probabilities = Probabilities.COLUMNS;
    private String predictionCol = "prediction";
    private OnInvalid onInvalid = OnInvalid.FAIL;
    private int batchSize;
    private PadSequences padSequences = PadSequences.NONE;
    private OptionalInt maxLength = OptionalInt.empty();
    private GoldenRows golden = GoldenRows.NONE;
    private Map<String, Expectations> expectations = Map.of();
    private List<List<Float>> edges = List.of();
    private String labelCol = "";
    private Optional<List<String>> keep = Optional.empty();

    Options copy() {
      Options copy = new Options();
      copy.features = features;
      copy.labels = labels;
      copy.probabilities = probabilities;
      copy.predictionCol = predictionCol;
      copy.onInvalid = onInvalid;
      copy.batchSize = batchSize;
      copy.padSequences = padSequences;
      copy.maxLength = maxLength;
      copy.golden = golden;
      copy.expectations = expectations;
      copy.edges = edges;
      copy.labelCol = labelCol;
      copy.keep = keep;
      return copy;
    }
  }

  private Scorer(SharedModel model, Options options) {
    this.model = model;
    this.options = options;
    this.outputs = Outputs.of(model.model().network());
  }

  /**
   * Reads the model from any URI that Hadoop can read.
   *
   * @throws IOException if the file cannot be read
   * @throws io.forwardpass.keras.InvalidModelException if it is not a sound model file
   * @throws io.forwardpass.keras.UnsupportedModelException if it holds something unsupported
   */
  public static Scorer load(SparkSession spark, String uri) throws IOException {
    return load(spark, uri, ModelBackend.AUTO);
  }

  /**
   * As {@link #load(SparkSession, String)}, with what computed a model of Keras 1 or 2 that does
   * not say so itself; {@link KerasModel#warnings} of {@link #model} tell where it was guessed.
   */
  public static Scorer load(SparkSession spark, String uri, ModelBackend backend)
      throws IOException {
    ModelFile file =
        ModelFile.read(uri, spark.sparkContext().hadoopConfiguration()).computedBy(backend);
    return of(spark, file, KerasModel.read(file.content(), uri));
  }

  /** Takes a model that has been read already, with the file that holds it. */
  public static Scorer of(SparkSession spark, ModelFile file, KerasModel model) {
    return new Scorer(new SharedModel(spark, file, model), new Options());
  }

  /** The model as it was read. */
  public KerasModel model() {
    return model.model();
  }

  /**
   * The feature columns by name, in the model's order: numbers and booleans, arrays of them, ML
   * vectors, or a mix, which is concatenated. A nested field is written {@code a.b}; where there is
   * none, that is the column of this very name, as {@code `a.b`} always is. Where several arrays
   * stand side by side their lengths are written behind the names: {@code embedding[128]}.
   */
  public Scorer features(String... columns) {
    return features(List.of(columns));
  }

  /** As {@link #features(String...)}. */
  public Scorer features(List<String> columns) {
    return with(changed -> changed.features = List.copyOf(columns));
  }

  /** The classes' names in the order of the model's outputs; by default their numbers from 0. */
  public Scorer labels(String... labels) {
    return labels(List.of(labels));
  }

  /**
   * As {@link #labels(String...)}; none gives the default back.
   *
   * @throws IncompatibleTableException if there are too many or too few, or two are equal
   */
  public Scorer labels(List<String> labels) {
    checkLabels(model.model(), model.uri(), labels);
    return with(changed -> changed.labels = List.copyOf(labels));
  }

  /** How probabilities are written; {@link Probabilities#COLUMNS} by default. */
  public Scorer probabilities(Probabilities probabilities) {
    return with(changed -> changed.probabilities = probabilities);
  }

  /** The name of the prediction column, {@code prediction} by default; empty for none. */
  public Scorer predictionCol(String name) {
    return with(changed -> changed.predictionCol = name);
  }

  /** What becomes of rows that cannot be scored; {@link OnInvalid#FAIL} by default. */
  public Scorer onInvalid(OnInvalid onInvalid) {
    return with(changed -> changed.onInvalid = onInvalid);
  }

  /**
   * Rows in one forward pass; by default as many as keep the model's matrices in cache.
   *
   * @param rows 1 to 1,048,576
   */
  public Scorer batchSize(int rows) {
    if (rows < 1 || rows > 1 << 20) {
      throw new IncompatibleTableException(
          "batch size %s is out of range; allowed: 1 to 1048576".formatted(rows));
    }
    return with(changed -> changed.batchSize = rows);
  }

  /**
   * For one column of sequences that are shorter than the model is run for; by default those of one
   * length are scored together, which the model must take. Longer ones are invalid.
   *
   * @param maxLength the steps to pad to; empty for those that the model takes
   * @throws IncompatibleTableException if the model does not take so many
   */
  public Scorer padSequences(PadSequences padSequences, OptionalInt maxLength) {
    ModelInput.of(model.model(), model.uri(), padSequences, maxLength);
    return with(
        changed -> {
          changed.padSequences = padSequences;
          changed.maxLength = maxLength;
        });
  }

  /**
   * Rows that every executor replays before it scores its first batch with this model; a difference
   * fails its tasks.
   */
  public Scorer goldenRows(GoldenRows golden) {
    return with(changed -> changed.golden = golden);
  }

  /**
   * What the values of features are expected to be, by the features' names with or without a length
   * behind; by default all numbers that can be scored.
   */
  public Scorer expectations(Map<String, Expectations> expectations) {
    return with(changed -> changed.expectations = Map.copyOf(expectations));
  }

  /**
   * Counts the values of the features in bins while rows are scored, for {@link #featureProfiles};
   * by default nothing is counted.
   *
   * @param edges of each feature's bins, ascending, in the features' order
   */
  public Scorer histograms(List<List<Float>> edges) {
    return with(changed -> changed.edges = List.copyOf(edges));
  }

  /**
   * Edges for {@link #histograms} that follow the values of a table: its quantiles, as Spark
   * approximates them, up to a hundred a feature, but no more than 20,000 in all, nor fewer than
   * twenty a feature. A value that is more frequent than that gets a bin of its own. Reads the
   * table.
   *
   * @throws IncompatibleTableException if the features are not in the table
   */
  public List<List<Float>> edges(Dataset<Row> rows) {
    keepColumnar(rows);
    return new FeatureEdges(rows, resolve(rows)).edges();
  }

  /**
   * The column that holds each row's true label, for {@link #evaluation}; empty for none, as by
   * default. It holds the labels as text; where these are whole numbers, as those are that stand
   * for labels which are not given, it may hold the numbers; and where there are two, whether the
   * second is true.
   */
  public Scorer labelCol(String column) {
    return with(changed -> changed.labelCol = column);
  }

  /**
   * The columns of the table that stay before the predictions, as {@link #features} are written; by
   * default all. One that does not stay may bear the name of an output.
   */
  public Scorer keep(List<String> columns) {
    return with(changed -> changed.keep = Optional.of(List.copyOf(columns)));
  }

  /** The table's columns that stay, for Spark. */
  private List<Column> kept(Dataset<Row> table) {
    return options
        .keep
        .map(names -> names.stream().map(name -> kept(table, name)).toList())
        .orElse(List.of(functions.col("*")));
  }

  private static Column kept(Dataset<Row> table, String name) {
    return ColumnName.find(table, name)
        .map(functions::col)
        .orElseThrow(
            () ->
                new IncompatibleTableException(
                    "no column '%s' to keep%s; the table has %s"
                        .formatted(
                            name,
                            FeatureColumns.nearest(name, table),
                            FeatureColumns.columns(table))));
  }

  private static List<String> names(Dataset<Row> table, List<Column> columns) {
    return List.of(table.select(columns.toArray(Column[]::new)).columns());
  }

  private Scorer with(Consumer<Options> change) {
    Options changed = options.copy();
    change.accept(changed);
    return new Scorer(model, changed);
  }

  /**
   * Checks labels against a model before there is a session to score with.
   *
   * @param place where the model came from, for messages
   * @throws IncompatibleTableException if there are too many or too few, one is blank, or two are
   *     equal
   */
  public static void checkLabels(KerasModel model, String place, List<String> labels) {
    if (labels.isEmpty()) {
      return;
    }
    int needed = Outputs.of(model.network()).columns(model.network().output().size());
    if (labels.size() != needed) {
      throw new IncompatibleTableException(
          "%s labels (%s) for %s, which has %s outputs to name; give one label for each, in order"
              .formatted(labels.size(), String.join(", ", labels), place, needed));
    }
    Set<String> seen = Resolver.active().names();
    for (String label : labels) {
      if (label.isBlank()) {
        throw new IncompatibleTableException(
            "a label is blank among '%s'; give each output a name"
                .formatted(String.join(",", labels)));
      }
      if (!seen.add(label)) {
        throw new IncompatibleTableException(
            "label '%s' is given twice; labels name columns, which differ by more than upper and lower case"
                .formatted(label));
      }
    }
  }

  /** The names of the outputs, in their order: the labels, or numbers from 0. */
  private List<String> outputNames(Sequential network) {
    int columns = outputs.columns(network.output().size());
    return options.labels.isEmpty()
        ? IntStream.range(0, columns).mapToObj(Integer::toString).toList()
        : options.labels;
  }

  /** The classes in the order of the model's outputs; empty where the model has no classes. */
  public List<String> classes() {
    return outputs.exclusive() ? outputNames(model.model().network()) : List.of();
  }

  private List<OutputColumn> outputColumns(Inputs inputs) {
    List<OutputColumn> columns = new ArrayList<>();
    List<String> names = outputNames(network(inputs));
    String singular = outputs == Outputs.RAW ? "output_" : "probability_";
    if (options.probabilities == Probabilities.COLUMNS) {
      for (int index = 0; index < names.size(); index++) {
        columns.add(new OutputColumn.Value(singular + names.get(index), index));
      }
    } else if (options.probabilities == Probabilities.ARRAY) {
      columns.add(new OutputColumn.Values(outputs == Outputs.RAW ? "outputs" : "probabilities"));
    }
    if (outputs.exclusive() && !options.predictionCol.isEmpty()) {
      columns.add(new OutputColumn.Prediction(options.predictionCol));
    }
    return columns;
  }

  /**
   * Checks that the options, the model and a table of this schema fit together, and gives the
   * columns that {@link #score} adds, in order. Reads no data.
   *
   * @throws IncompatibleTableException if they do not fit
   */
  public StructType outputColumns(StructType table) {
    Dataset<Row> empty = model.spark().createDataFrame(List.of(), table);
    FeatureColumns features = resolve(empty);
    labelColumn(empty);
    Scoring scoring = scoring(features, counts(), Optional.empty(), new Truth.Unknown());
    StructType added = new StructType();
    for (OutputColumn column :
        checked(outputColumns(features.inputs()), empty, names(empty, kept(empty)))) {
      added = added.add(column.name(), column.type(), scoring.leavesNulls());
    }
    return added;
  }

  /**
   * What scoring a table of this schema takes of an executor's memory. Reads no data.
   *
   * @throws IncompatibleTableException if the options, the model and the table do not fit together
   */
  public ScoringMemory memory(StructType table) {
    Dataset<Row> empty = model.spark().createDataFrame(List.of(), table);
    return ScoringMemory.of(model.model(), resolve(empty).inputs(), options.batchSize);
  }

  private FeatureColumns resolve(Dataset<Row> table) {
    ModelInput input =
        ModelInput.of(model.model(), model.uri(), options.padSequences, options.maxLength);
    FeatureColumns features = FeatureColumns.resolve(options.features, table, input);
    checkOutputs(features.inputs());
    checkExpectations();
    return features;
  }

  /** The column of the true labels; empty where none is asked for. */
  private Optional<LabelColumn> labelColumn(Dataset<Row> table) {
    return options.labelCol.isEmpty()
        ? Optional.empty()
        : Optional.of(LabelColumn.resolve(options.labelCol, table, classes(), model.uri()));
  }

  /** All rows have the same outputs, so that these can be columns. */
  private void checkOutputs(Inputs inputs) {
    if (inputs.steps() == Inputs.Steps.ANY) {
      Shape longer = inputs.withSteps(inputs.shape().get(0) + 1);
      Shape outputs = model.model().network().forInput(longer).output();
      if (!outputs.equals(model.model().network().output())) {
        throw new IncompatibleTableException(
            ("the outputs of %s have as many steps as the row; give all rows one length with"
                    + " pad-sequences pre or post and max-length")
                .formatted(model.uri()));
      }
    }
  }

  /** The network for what the features fill. */
  private Sequential network(Inputs inputs) {
    Sequential network = model.model().network();
    Shape shape = new Shape(inputs.shape());
    return shape.equals(network.input()) ? network : network.forInput(shape);
  }

  /**
   * @param kept the names that the columns stand beside
   */
  private static List<OutputColumn> checked(
      List<OutputColumn> columns, Dataset<Row> table, List<String> kept) {
    if (columns.isEmpty()) {
      throw new IncompatibleTableException(
          "nothing to write: no probabilities and no prediction; ask for columns or an array");
    }
    Set<String> taken = Resolver.of(table.sparkSession()).names();
    taken.addAll(kept);
    for (OutputColumn column : columns) {
      if (!taken.add(column.name())) {
        throw new IncompatibleTableException(
            ("column '%s' would be written twice: the table has one of that name, or two outputs"
                    + " do; rename or leave out the table's, or choose other labels")
                .formatted(column.name()));
      }
    }
    return columns;
  }

  /**
   * The rows with the prediction columns added at the end.
   *
   * <p>Raises {@code spark.sql.codegen.maxFields} of the session where the table is wider, since
   * Spark would otherwise read it row by row.
   *
   * @throws IncompatibleTableException if the options, the model and the table do not fit together
   */
  public Dataset<Row> score(Dataset<Row> rows) {
    FeatureColumns features = resolve(rows);
    List<Column> kept = kept(rows);
    List<OutputColumn> added = checked(outputColumns(features.inputs()), rows, names(rows, kept));
    Optional<LabelColumn> label = labelColumn(rows);
    Truth truth =
        label
            .<Truth>map(column -> new Truth.Known(column.type(), evaluationCounts()))
            .orElseGet(Truth.Unknown::new);
    List<Column> inputs = new ArrayList<>(features.columns());
    label.ifPresent(column -> inputs.add(column.column()));
    Scoring scoring = scoring(features, counts(), histograms(features.features().size()), truth);
    Selection selection = scoring.dropsRows() ? Selection.KEPT : Selection.ALL;
    return select(rows, selection, scoring, inputs, kept, added);
  }

  /**
   * The rows that {@link #score} leaves out because they go to the quarantine, as they are, with
   * two columns of text at the end. They are not counted again. Under {@link OnInvalid#QUARANTINE}
   * the model is run, to tell those whose outputs are not finite.
   *
   * @param reasonCol the name of the column for what is wrong: {@code null}, {@code NaN}, {@code
   *     infinite}, {@code length}, {@code index}, {@code range}, {@code value} or {@code output not
   *     finite}
   * @param featureCol the name of the column for the feature where it is wrong; null in it stands
   *     for the outputs
   * @throws IncompatibleTableException if the options, the model and the table do not fit together
   */
  public Dataset<Row> quarantined(Dataset<Row> rows, String reasonCol, String featureCol) {
    return quarantined(rows, reasonCol, featureCol, Selection.QUARANTINED);
  }

  /**
   * The same, of rows that were scored before: the model is run only where some had outputs that
   * are not finite.
   *
   * @param counted when just these rows were scored
   */
  public Dataset<Row> quarantined(
      Dataset<Row> rows, String reasonCol, String featureCol, ScoringStatistics counted) {
    return quarantined(
        rows,
        reasonCol,
        featureCol,
        counted.notFinite() > 0 ? Selection.QUARANTINED : Selection.QUARANTINED_FEATURES);
  }

  private Dataset<Row> quarantined(
      Dataset<Row> rows, String reasonCol, String featureCol, Selection selection) {
    FeatureColumns features = resolve(rows);
    List<OutputColumn> added =
        checked(
            List.of(new OutputColumn.Fault(reasonCol), new OutputColumn.FaultyFeature(featureCol)),
            rows,
            List.of(rows.columns()));
    Scoring scoring =
        scoring(
            features, newCounts("forwardpass quarantine"), Optional.empty(), new Truth.Unknown());
    return select(rows, selection, scoring, features.columns(), List.of(functions.col("*")), added);
  }

  /** The selected rows: what is kept of them, then more columns. */
  private Dataset<Row> select(
      Dataset<Row> rows,
      Selection selection,
      Scoring scoring,
      List<Column> inputs,
      List<Column> kept,
      List<OutputColumn> added) {
    if (!ForwardPassColumns.plannedBy(model.spark())) {
      throw new IllegalStateException(
          "this Spark session was made before the Forwardpass jar was on its class path; start it"
              + " with --jars forwardpass.jar, or set spark.sql.extensions to"
              + " io.forwardpass.spark.catalyst.ForwardPassExtensions");
    }
    keepColumnar(rows);
    List<Column> columns = new ArrayList<>(kept);
    added.forEach(output -> columns.add(ForwardPassColumns.of(scoring, output, inputs)));
    if (selection == Selection.ALL) {
      return rows.select(columns.toArray(Column[]::new));
    }
    String selected = selectedName(rows);
    columns.add(
        ForwardPassColumns.of(scoring, new OutputColumn.Selected(selected, selection), inputs));
    return rows.select(columns.toArray(Column[]::new))
        .filter(functions.col(selected))
        .drop(selected);
  }

  /** A name that none of the table's columns has. */
  private static String selectedName(Dataset<Row> rows) {
    String name = SELECTED;
    while (Resolver.IGNORING_CASE.find(List.of(rows.columns()), name).isPresent()) {
      name += "_";
    }
    return name;
  }

  private void keepColumnar(Dataset<Row> rows) {
    int fields = leaves(rows.schema());
    if (fields > Integer.parseInt(model.spark().conf().get(MAX_FIELDS))) {
      model.spark().conf().set(MAX_FIELDS, Integer.toString(fields));
    }
  }

  private static int leaves(StructType struct) {
    int leaves = 0;
    for (StructField field : struct.fields()) {
      leaves += field.dataType() instanceof StructType nested ? leaves(nested) : 1;
    }
    return leaves;
  }

  private Scoring scoring(
      FeatureColumns features, ScoringCounts into, Optional<FeatureHistograms> bins, Truth truth) {
    return new Scoring(
        model.uri(),
        model.model().sha256(),
        model.broadcast(),
        features.features().stream().map(this::expecting).toList(),
        features.inputs(),
        outputs,
        outputNames(network(features.inputs())),
        options.onInvalid,
        options.batchSize,
        options.golden,
        into,
        bins,
        truth);
  }

  private Feature expecting(Feature feature) {
    return expectationsOf(feature.column()).map(feature::expecting).orElse(feature);
  }

  private Optional<Expectations> expectationsOf(String feature) {
    Resolver resolver = Resolver.of(model.spark());
    Set<String> expected = options.expectations.keySet();
    return resolver
        .find(expected, feature)
        .or(() -> resolver.find(expected, FeatureColumns.withoutLength(feature)))
        .map(options.expectations::get);
  }

  private void checkExpectations() {
    Set<String> names = Resolver.of(model.spark()).names();
    for (String feature : options.features) {
      names.add(feature);
      names.add(FeatureColumns.withoutLength(feature));
    }
    for (String expected : options.expectations.keySet()) {
      if (!names.contains(expected)) {
        throw new IncompatibleTableException(
            "something is expected of '%s', which is no feature%s; the features are %s"
                .formatted(
                    expected,
                    Nearest.closeTo(expected, names)
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse(""),
                    String.join(", ", options.features)));
      }
    }
    model.model().network().indices().ifPresent(this::checkReplacements);
  }

  /** Throws where something is imputed that is no index of the model's embedding. */
  private void checkReplacements(int indices) {
    options.expectations.forEach(
        (feature, expected) -> {
          if (expected.replacement() <= -1 || expected.replacement() >= indices) {
            throw new IncompatibleTableException(
                "%s is imputed to '%s', and no index of the embedding of %s; allowed: 0 to %s"
                    .formatted(expected.replacement(), feature, model.uri(), indices - 1));
          }
        });
  }

  private synchronized EvaluationCounts evaluationCounts() {
    if (evaluationCounts == null) {
      evaluationCounts = new EvaluationCounts(classes().size());
      model.spark().sparkContext().register(evaluationCounts, "forwardpass evaluation");
    }
    return evaluationCounts;
  }

  /**
   * How the model did in the runs of rows from this scorer's {@link #score} so far; empty where no
   * {@link #labelCol} is set.
   */
  public Optional<Evaluation> evaluation() {
    return options.labelCol.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Evaluator(options.labelCol, classes(), evaluationCounts())
                .evaluation(counts().notFinite()));
  }

  private synchronized ScoringCounts counts() {
    if (counts == null) {
      counts = newCounts("forwardpass");
    }
    return counts;
  }

  private ScoringCounts newCounts(String name) {
    ScoringCounts fresh = new ScoringCounts(options.features.size(), classes().size());
    model.spark().sparkContext().register(fresh, name);
    return fresh;
  }

  private synchronized Optional<FeatureHistograms> histograms(int features) {
    if (options.edges.isEmpty()) {
      return Optional.empty();
    } else if (options.edges.size() != features) {
      throw new IncompatibleTableException(
          "edges of bins for %s features, and there are %s; give a list for each, in order"
              .formatted(options.edges.size(), features));
    } else if (histograms == null) {
      histograms = new FeatureHistograms(options.edges);
      model.spark().sparkContext().register(histograms, "forwardpass features");
    }
    return Optional.of(histograms);
  }

  /**
   * What the features of the rows were like that were scored so far, in the features' order, those
   * of invalid rows too; empty where {@link #histograms} was not asked for.
   */
  public List<FeatureProfile> featureProfiles() {
    return histograms(options.features.size())
        .map(total -> total.profiles(options.features))
        .orElse(List.of());
  }

  /** What the runs of rows from this scorer's {@link #score} have counted so far, in all. */
  public ScoringStatistics statistics() {
    ScoringCounts total = counts();
    Map<String, Long> classes = new LinkedHashMap<>();
    for (String label : classes()) {
      classes.put(label, total.predicted(classes.size()));
    }
    boolean predicted = !classes.isEmpty() && total.scored() > 0;
    return new ScoringStatistics(
        total.rows(),
        total.scored(),
        total.dropped(),
        total.quarantined(),
        total.notFinite(),
        byReason(total::invalidRows),
        byReason(total::unmetValues),
        classes,
        predicted ? total.confidence() / total.scored() : Double.NaN,
        total.confidences(),
        total.batches(),
        total.partitions(),
        total.modelLoads(),
        total.featureNanos(),
        total.forwardNanos(),
        total.modelLoadNanos());
  }

  /** What was counted of each feature for each reason, without what did not happen. */
  private SortedMap<String, SortedMap<String, Long>> byReason(
      ToLongBiFunction<Integer, InvalidReason> counted) {
    SortedMap<String, SortedMap<String, Long>> found = new TreeMap<>();
    for (int feature = 0; feature < options.features.size(); feature++) {
      for (InvalidReason reason : InvalidReason.values()) {
        long count = counted.applyAsLong(feature, reason);
        if (count > 0) {
          found
              .computeIfAbsent(options.features.get(feature), column -> new TreeMap<>())
              .put(reason.key(), count);
        }
      }
    }
    return found;
  }
}
