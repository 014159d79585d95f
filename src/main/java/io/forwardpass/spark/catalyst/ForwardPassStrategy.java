package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.collection.immutable.Seq;

/**
 * Plans a projection with {@link ForwardPassExpression}s as {@link ForwardPassExec}s, one for each
 * distinct forward pass, so that a batch is computed once however many of its outputs are asked
 * for.
 *
 * <p>A filter right above by an {@link OutputColumn.Selected} is how rows are dropped; the operator
 * then leaves them out itself.
 */
final class ForwardPassStrategy extends SparkStrategy {
  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    Optional<SparkPlan> planned = Optional.empty();
    if (plan instanceof Project project && scores(project)) {
      planned = Optional.of(plan(project, Selection.ALL));
    } else if (plan instanceof Filter filter
        && filter.child() instanceof Project project
        && scores(project)) {
      planned = planSelecting(filter, project);
    }
    return Seqs.of(planned.map(List::of).orElse(List.of()));
  }

  private static boolean scores(Project project) {
    return Seqs.list(project.projectList()).stream().anyMatch(column -> score(column).isPresent());
  }

  /** The score that a column is, if it is one. */
  static Optional<ForwardPassExpression> score(NamedExpression column) {
    return column instanceof Alias alias && alias.child() instanceof ForwardPassExpression score
        ? Optional.of(score)
        : Optional.empty();
  }

  private Optional<SparkPlan> planSelecting(Filter filter, Project project) {
    List<Expression> remaining = new ArrayList<>(conjuncts(filter.condition()));
    Optional<Expression> selecting =
        remaining.stream().filter(c -> selection(c, project).isPresent()).findFirst();
    if (selecting.isEmpty()) {
      return Optional.empty();
    }
    remaining.remove(selecting.get());
    SparkPlan scored = plan(project, selection(selecting.get(), project).orElseThrow());
    return Optional.of(
        remaining.stream()
            .reduce(And::new)
            .<SparkPlan>map(condition -> new FilterExec(condition, scored))
            .orElse(scored));
  }

  static List<Expression> conjuncts(Expression condition) {
    List<Expression> list = new ArrayList<>();
    if (condition instanceof And and) {
      list.addAll(conjuncts(and.left()));
      list.addAll(conjuncts(and.right()));
    } else {
      list.add(condition);
    }
    return list;
  }

  /** The rows that a condition selects, where it is an output of the only pass of a projection. */
  private static Optional<Selection> selection(Expression condition, Project project) {
    List<NamedExpression> columns = Seqs.list(project.projectList());
    List<ForwardPassExpression> scores = columns.stream().flatMap(c -> score(c).stream()).toList();
    if (!(condition instanceof Attribute column)
        || !scores.stream().allMatch(scores.get(0)::sharesPassWith)) {
      return Optional.empty();
    }
    return columns.stream()
        .filter(c -> c.exprId().equals(column.exprId()))
        .flatMap(c -> score(c).stream())
        .map(ForwardPassExpression::output)
        .filter(OutputColumn.Selected.class::isInstance)
        .map(output -> ((OutputColumn.Selected) output).selection())
        .findFirst();
  }

  private SparkPlan plan(Project project, Selection selection) {
    List<NamedExpression> columns = Seqs.list(project.projectList());
    SparkPlan below = planLater(pruned(project));
    List<Alias> open =
        new ArrayList<>(
            columns.stream().filter(c -> score(c).isPresent()).map(Alias.class::cast).toList());
    while (!open.isEmpty()) {
      ForwardPassExpression pass = score(open.get(0)).orElseThrow();
      List<Alias> together =
          open.stream().filter(c -> score(c).orElseThrow().sharesPassWith(pass)).toList();
      open.removeAll(together);
      below = pass(pass, together, kept(below, columns, together, open), below, selection);
    }
    List<NamedExpression> output = columns.stream().map(ForwardPassStrategy::computed).toList();
    return sameAttributes(output, Seqs.list(below.output()))
        ? below
        : new ProjectExec(Seqs.of(output), below);
  }

  /**
   * What is scored, without the columns of files that nobody asks for: Spark's own rules leave that
   * to the strategy that plans the scan, which does not see the projection. Folders' columns stay,
   * for a scan gives all of them, and a projection would take its batches apart.
   */
  private static LogicalPlan pruned(Project project) {
    LogicalPlan child = project.child();
    LogicalPlan leaf = child instanceof Filter filter ? filter.child() : child;
    if (!(leaf instanceof LogicalRelation scanned
        && scanned.relation() instanceof HadoopFsRelation files)) {
      return child;
    }
    Set<String> folders = Set.of(files.partitionSchema().fieldNames());
    AttributeSet asked = project.references();
    List<NamedExpression> needed = new ArrayList<>();
    for (Attribute column : Seqs.list(child.output())) {
      if (asked.contains(column) || folders.contains(column.name())) {
        needed.add(column);
      }
    }
    return needed.size() == child.output().size() ? child : new Project(Seqs.of(needed), child);
  }

  /**
   * What of {@code below} the columns and the passes still to come refer to, in the columns' order.
   */
  private static List<Attribute> kept(
      SparkPlan below, List<NamedExpression> columns, List<Alias> together, List<Alias> open) {
    List<Attribute> kept = new ArrayList<>();
    for (NamedExpression column : columns) {
      boolean computedHere = together.contains(column);
      if (score(column).isEmpty() || (!computedHere && open.contains(column))) {
        Seqs.list(((Expression) column).references().toSeq())
            .forEach(attribute -> addOnce(kept, attribute));
      } else if (!computedHere) {
        addOnce(kept, column.toAttribute());
      }
    }
    AttributeSet available = below.outputSet();
    kept.removeIf(attribute -> !available.contains(attribute));
    return kept;
  }

  private static void addOnce(List<Attribute> list, Attribute attribute) {
    if (list.stream().noneMatch(present -> present.exprId().equals(attribute.exprId()))) {
      list.add(attribute);
    }
  }

  private static SparkPlan pass(
      ForwardPassExpression pass,
      List<Alias> together,
      List<Attribute> kept,
      SparkPlan below,
      Selection selection) {
    List<Expression> inputs = new ArrayList<>();
    List<NamedExpression> computed = new ArrayList<>(Seqs.list(below.output()));
    for (Expression column : pass.columns()) {
      if (isColumn(column)) {
        inputs.add(column);
      } else {
        Alias alias = Aliases.of(column, "input");
        computed.add(alias);
        inputs.add(alias.toAttribute());
      }
    }
    SparkPlan input =
        computed.size() == below.output().size()
            ? below
            : new ProjectExec(Seqs.of(computed), below);
    List<Alias> scores =
        together.stream().map(column -> withColumns(column, Seqs.of(inputs))).toList();
    return new ForwardPassExec(input, Seqs.of(scores), Seqs.of(kept), selection);
  }

  private static Alias withColumns(Alias column, Seq<Expression> inputs) {
    ForwardPassExpression score = score(column).orElseThrow();
    return Aliases.of(new ForwardPassExpression(score.scoring(), score.output(), inputs), column);
  }

  /** A column of the table, or a field of a struct column. */
  private static boolean isColumn(Expression input) {
    return input instanceof Attribute
        || (input instanceof GetStructField field && isColumn(field.child()));
  }

  private static NamedExpression computed(NamedExpression column) {
    return score(column).isPresent() ? column.toAttribute() : column;
  }

  private static boolean sameAttributes(List<NamedExpression> wanted, List<Attribute> present) {
    if (wanted.size() != present.size()) {
      return false;
    }
    for (int index = 0; index < wanted.size(); index++) {
      if (!(wanted.get(index) instanceof Attribute attribute)
          || !attribute.exprId().equals(present.get(index).exprId())) {
        return false;
      }
    }
    return true;
  }
}
