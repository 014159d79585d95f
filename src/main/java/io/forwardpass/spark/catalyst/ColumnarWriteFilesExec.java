package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.parquet.ColumnSource;
import io.forwardpass.spark.parquet.ColumnarWriteTask;
import io.forwardpass.spark.parquet.WrittenColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.WriteFilesExecBase;
import org.apache.spark.sql.execution.datasources.WriteFilesSpec;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes Parquet files from batches of columns, in place of Spark's {@code WriteFiles}, which takes
 * rows. The job around it, and with it the committer, the modes and the statistics, stays Spark's.
 */
public final class ColumnarWriteFilesExec extends SparkPlan implements WriteFilesExecBase {
  private static final long serialVersionUID = 1L;

  private final SparkPlan child;
  private final List<ColumnSource> sources;
  private final transient Optional<StoredColumns> stored;

  /**
   * Public, because Catalyst copies by reflection.
   *
   * @param sources where the written columns come from
   * @param stored those that the child does not give
   */
  public ColumnarWriteFilesExec(
      SparkPlan child, List<ColumnSource> sources, Optional<StoredColumns> stored) {
    this.child = child;
    this.sources = List.copyOf(sources);
    this.stored = stored;
  }

  @Override
  public SparkPlan child() {
    return child;
  }

  @Override
  public Seq<Attribute> output() {
    return Seqs.of(List.of());
  }

  /** The columns that are copied as they are stored. */
  List<String> copied() {
    return stored.map(columns -> List.of(columns.schema().fieldNames())).orElse(List.of());
  }

  /** Says to the planner that the child is asked for columns; there are none to give. */
  @Override
  public boolean supportsColumnar() {
    return true;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    throw new IllegalStateException(nodeName() + " gives no rows");
  }

  @Override
  public RDD<WriterCommitMessage> doExecuteWrite(WriteFilesSpec spec) {
    JavaRDD<ColumnarBatch> batches = child.executeColumnar().toJavaRDD();
    if (batches.getNumPartitions() == 0) {
      // One task writes a file without rows, which has the schema (SPARK-23271).
      batches = new JavaSparkContext(sparkContext()).parallelize(List.of(), 1);
    }
    return batches
        .mapPartitions(
            new ColumnarWriteTask(
                spec.description(),
                spec.committer(),
                new WrittenColumns(
                    sources, numbers(child), stored.map(StoredColumns::passThrough))))
        .rdd();
  }

  /** The columns of numbers that a forward pass has made. */
  private static Set<String> numbers(SparkPlan plan) {
    Set<String> scores = new HashSet<>();
    if (plan instanceof ForwardPassExec forwardPass) {
      scores.addAll(forwardPass.numberNames());
    }
    Seqs.list(plan.children()).forEach(child -> scores.addAll(numbers(child)));
    return scores;
  }

  @Override
  public String nodeName() {
    return "ColumnarWriteFiles";
  }

  @Override
  public Iterator<Object> stringArgs() {
    List<Object> arguments = new ArrayList<>();
    if (!copied().isEmpty()) {
      arguments.add("copies " + String.join(", ", copied()));
    }
    return CollectionConverters.asScala(arguments.iterator());
  }

  @Override
  public Seq<SparkPlan> children() {
    return Seqs.of(List.of(child));
  }

  @Override
  public SparkPlan mapChildren(Function1<SparkPlan, SparkPlan> f) {
    return withNewChildInternal(f.apply(child));
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return withNewChildInternal(children.apply(0));
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new ColumnarWriteFilesExec(newChild, sources, stored);
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> child;
      case 1 -> sources;
      default -> stored;
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ColumnarWriteFilesExec;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnarWriteFilesExec that
        && child.equals(that.child)
        && sources.equals(that.sources)
        && stored.equals(that.stored);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ColumnarWriteFilesExec.class, child, sources, stored);
  }
}
