package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.parquet.ColumnSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Empty2Null;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SortExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.WriteFilesExec;

/**
 * What a write takes, as batches: without the projections that rename columns and add constants,
 * and without the sort by partition columns that are the same all through an input file.
 *
 * @param plan gives the batches
 * @param sources where the written columns come from, in their order
 */
record WrittenBatches(SparkPlan plan, List<ColumnSource> sources) {

  /**
   * Empty if there are none, if a batch could lie in several folders, or if a sort is for more than
   * the folders.
   */
  static Optional<WrittenBatches> of(WriteFilesExec write) {
    List<Attribute> folders = Seqs.list(write.partitionColumns());
    SparkPlan below = write.child();
    if (below instanceof SortExec sort
        && !sort.global()
        && Seqs.list(sort.sortOrder()).stream()
            .allMatch(
                by ->
                    by.child() instanceof Attribute column
                        && Attributes.contains(folders, column))) {
      below = sort.child();
    }
    List<Attribute> columns = Seqs.list(below.output());
    return unprojected(below)
        .filter(
            batches ->
                batches.plan().supportsColumnar()
                    && folders.stream()
                        .allMatch(
                            folder ->
                                batches.isConstant(
                                    Attributes.ordinal(folder, columns).orElseThrow())));
  }

  private static Optional<WrittenBatches> unprojected(SparkPlan plan) {
    if (plan instanceof ProjectExec project) {
      return unprojected(project.child()).flatMap(below -> below.projected(project));
    }
    List<ColumnSource> sources = new ArrayList<>();
    for (int ordinal = 0; ordinal < plan.output().size(); ordinal++) {
      sources.add(new ColumnSource.Batch(ordinal));
    }
    return Optional.of(new WrittenBatches(plan, sources));
  }

  /** These batches under a projection of their columns, unless it computes something. */
  private Optional<WrittenBatches> projected(ProjectExec project) {
    List<Attribute> input = Seqs.list(project.child().output());
    List<ColumnSource> projected = new ArrayList<>();
    for (NamedExpression column : Seqs.list(project.projectList())) {
      Optional<ColumnSource> source = source(column, input);
      if (source.isEmpty()) {
        return Optional.empty();
      }
      projected.add(source.get());
    }
    return Optional.of(new WrittenBatches(plan, projected));
  }

  /** Folders' names take an empty string for a null of their own accord. */
  private Optional<ColumnSource> source(Object column, List<Attribute> input) {
    if (column instanceof Alias alias) {
      return source(alias.child(), input);
    } else if (column instanceof Empty2Null nullable) {
      return source(nullable.child(), input);
    } else if (column instanceof Literal literal) {
      return Optional.of(new ColumnSource.Constant(literal.value(), literal.dataType()));
    } else if (column instanceof Attribute attribute) {
      OptionalInt ordinal = Attributes.ordinal(attribute, input);
      return ordinal.isPresent() ? Optional.of(sources.get(ordinal.getAsInt())) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether a written column has one value in each batch. */
  private boolean isConstant(int column) {
    return sources.get(column) instanceof ColumnSource.Batch batch
        ? isFolderOfInput(Seqs.list(plan.output()).get(batch.ordinal()))
        : sources.get(column) instanceof ColumnSource.Constant;
  }

  private boolean isFolderOfInput(Attribute column) {
    return plan instanceof ForwardPassExec forwardPass
        && forwardPass.child() instanceof FileSourceScanExec scan
        && Attributes.contains(Seqs.list(scan.output()), column)
        && Set.of(scan.relation().partitionSchema().fieldNames()).contains(column.name());
  }

  /** These batches without the columns that need not be read, and those. */
  record Slim(WrittenBatches batches, Optional<StoredColumns> stored) {}

  /** Leaves out the columns that can be taken from the input's files as they are stored. */
  Slim slim() {
    Optional<StoredColumns.Split> split = StoredColumns.split(plan);
    if (split.isEmpty()) {
      return new Slim(this, Optional.empty());
    }
    List<Attribute> all = Seqs.list(plan.output());
    List<Attribute> left = Seqs.list(split.get().forwardPass().output());
    List<ColumnSource> slim = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (ColumnSource source : sources) {
      if (source instanceof ColumnSource.Batch batch) {
        Attribute column = all.get(batch.ordinal());
        OptionalInt ordinal = Attributes.ordinal(column, left);
        slim.add(
            ordinal.isPresent()
                ? new ColumnSource.Batch(ordinal.getAsInt())
                : new ColumnSource.Stored(column.name()));
        if (!taken.add(batch.ordinal())) {
          return new Slim(this, Optional.empty());
        }
      } else {
        slim.add(source);
      }
    }
    long stored = slim.stream().filter(ColumnSource.Stored.class::isInstance).count();
    return stored == split.get().stored().schema().size()
        ? new Slim(
            new WrittenBatches(split.get().forwardPass(), slim), Optional.of(split.get().stored()))
        : new Slim(this, Optional.empty());
  }
}
