package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.OutputVectors;
import io.forwardpass.spark.batch.ScoringMetrics;
import io.forwardpass.spark.batch.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.catalyst.plans.physical.UnknownPartitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The forward pass as a physical operator: takes batches of columns where its child gives them, as
 * scans do, and rows elsewhere; its output is the kept columns, then the model's outputs.
 *
 * <p>It never claims both modes: Spark versions differ in what they then ask the child for.
 */
public final class ForwardPassExec extends SparkPlan {
  private static final long serialVersionUID = 1L;

  /** What Spark's UI and listeners call the number of rows that a task has scored so far. */
  public static final String ROWS = "rows";

  private final SparkPlan child;
  private final Seq<Alias> scores;
  private final Seq<Attribute> kept;
  private final Selection selection;
  private transient Map<String, SQLMetric> metrics;

  /**
   * Public, with its parameters in the order of its product, because Catalyst copies by reflection.
   */
  public ForwardPassExec(
      SparkPlan child, Seq<Alias> scores, Seq<Attribute> kept, Selection selection) {
    this.child = child;
    this.scores = scores;
    this.kept = kept;
    this.selection = selection;
  }

  private ForwardPassExpression pass() {
    return (ForwardPassExpression) scores.head().child();
  }

  private List<OutputColumn> outputs() {
    return Seqs.list(scores).stream()
        .map(score -> ((ForwardPassExpression) score.child()).output())
        .toList();
  }

  SparkPlan child() {
    return child;
  }

  /** Whether the rows are those of the child, one for one. */
  boolean keepsAllRows() {
    return selection == Selection.ALL;
  }

  /** The child's columns that are kept. */
  List<Attribute> keptColumns() {
    return Seqs.list(kept);
  }

  /** Whether scoring looks at a column of the child. */
  boolean reads(Attribute column) {
    return pass().references().contains(column);
  }

  /** The same scoring over another child, keeping fewer of its columns. */
  ForwardPassExec keeping(SparkPlan newChild, List<Attribute> columns) {
    ForwardPassExec fewer = new ForwardPassExec(newChild, scores, Seqs.of(columns), selection);
    fewer.copyTagsFrom(this);
    return fewer;
  }

  /** The names of the columns of numbers that scoring adds. */
  List<String> numberNames() {
    return Seqs.list(scores).stream()
        .filter(
            score -> ((ForwardPassExpression) score.child()).output() instanceof OutputColumn.Value)
        .map(Alias::name)
        .toList();
  }

  @Override
  public Seq<Attribute> output() {
    List<Attribute> output = new ArrayList<>(Seqs.list(kept));
    Seqs.list(scores).forEach(score -> output.add(score.toAttribute()));
    return Seqs.of(output);
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet.fromAttributeSets(
        CollectionConverters.asScala(
            Seqs.list(scores).stream().map(s -> s.toAttribute().references()).toList()));
  }

  @Override
  public boolean supportsColumnar() {
    return child.supportsColumnar();
  }

  @Override
  public Option<Seq<String>> vectorTypes() {
    List<String> types = new ArrayList<>();
    Option<Seq<String>> below = child.vectorTypes();
    for (int ordinal : keptOrdinals()) {
      types.add(
          !keepsAllRows() || below.isEmpty()
              ? ColumnVector.class.getName()
              : below.get().apply(ordinal));
    }
    outputs().forEach(output -> types.add(OutputVectors.vectorType(output)));
    return Option.apply(Seqs.of(types));
  }

  private int[] keptOrdinals() {
    List<Attribute> input = Seqs.list(child.output());
    return Seqs.list(kept).stream().mapToInt(column -> ordinal(column, input)).toArray();
  }

  private static int ordinal(Attribute column, List<Attribute> input) {
    return Attributes.ordinal(column, input)
        .orElseThrow(() -> new IllegalStateException("no column " + column + " in " + input));
  }

  /** Where an input stands: a column's ordinal, then the fields' within the structs. */
  private static int[] path(Expression scored, List<Attribute> input) {
    if (scored instanceof GetStructField field) {
      int[] parent = path(field.child(), input);
      int[] path = Arrays.copyOf(parent, parent.length + 1);
      path[parent.length] = field.ordinal();
      return path;
    }
    return new int[] {ordinal((Attribute) scored, input)};
  }

  @Override
  public RDD<ColumnarBatch> doExecuteColumnar() {
    List<Attribute> input = Seqs.list(child.output());
    int[][] scored =
        pass().columns().stream().map(column -> path(column, input)).toArray(int[][]::new);
    ColumnarScoring scoring =
        new ColumnarScoring(
            pass().scoring(), scoringMetrics(), scored, keptOrdinals(), outputs(), selection);
    return child.executeColumnar().toJavaRDD().mapPartitions(scoring, true).rdd();
  }

  @Override
  public RDD<InternalRow> doExecute() {
    RowScoring scoring =
        new RowScoring(
            pass().scoring(),
            scoringMetrics(),
            pass().children(),
            kept,
            child.output(),
            outputs(),
            selection);
    return child.execute().toJavaRDD().mapPartitions(scoring, true).rdd();
  }

  private Map<String, SQLMetric> ownMetrics() {
    if (metrics == null) {
      metrics = new HashMap<>();
      metrics.put("rows", SQLMetrics.createMetric(sparkContext(), ROWS));
      metrics.put("invalidRows", SQLMetrics.createMetric(sparkContext(), "invalid rows"));
      metrics.put("batches", SQLMetrics.createMetric(sparkContext(), "batches"));
      metrics.put("featureTime", nanoTiming("feature time"));
      metrics.put("forwardTime", nanoTiming("forward time"));
      metrics.put("modelLoadTime", nanoTiming("model load time"));
      metrics.put("modelLoads", SQLMetrics.createMetric(sparkContext(), "model loads"));
    }
    return metrics;
  }

  private SQLMetric nanoTiming(String name) {
    return SQLMetrics.createNanoTimingMetric(sparkContext(), name, -1L);
  }

  @Override
  public scala.collection.immutable.Map<String, SQLMetric> metrics() {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(ownMetrics()));
  }

  private ScoringMetrics scoringMetrics() {
    Map<String, SQLMetric> own = ownMetrics();
    return new ScoringMetrics(
        own.get("rows"),
        own.get("invalidRows"),
        own.get("batches"),
        own.get("featureTime"),
        own.get("forwardTime"),
        own.get("modelLoadTime"),
        own.get("modelLoads"));
  }

  /** The child's, as far as it speaks of columns that are kept. */
  @Override
  public Partitioning outputPartitioning() {
    Partitioning below = child.outputPartitioning();
    return below instanceof Expression columns && !columns.references().subsetOf(outputSet())
        ? new UnknownPartitioning(below.numPartitions())
        : below;
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    List<SortOrder> ordering = new ArrayList<>();
    for (SortOrder order : Seqs.list(child.outputOrdering())) {
      if (!order.references().subsetOf(outputSet())) {
        break;
      }
      ordering.add(order);
    }
    return Seqs.of(ordering);
  }

  @Override
  public String nodeName() {
    return "ForwardPass";
  }

  @Override
  public Iterator<Object> stringArgs() {
    List<Object> arguments = new ArrayList<>(List.of(pass().scoring().toString(), output()));
    if (!keepsAllRows()) {
      arguments.add(selection.toString().toLowerCase(Locale.ROOT) + " rows");
    }
    return CollectionConverters.asScala(arguments.iterator());
  }

  @Override
  public Seq<SparkPlan> children() {
    return Seqs.of(List.of(child));
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return new ForwardPassExec(children.apply(0), scores, kept, selection);
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> child;
      case 1 -> scores;
      case 2 -> kept;
      default -> selection;
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ForwardPassExec;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForwardPassExec that
        && child.equals(that.child)
        && scores.equals(that.scores)
        && kept.equals(that.kept)
        && selection == that.selection;
  }

  @Override
  public int hashCode() {
    return Objects.hash(child, scores, kept, selection);
  }
}
