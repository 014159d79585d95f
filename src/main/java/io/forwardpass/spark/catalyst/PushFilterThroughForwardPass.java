package io.forwardpass.spark.catalyst;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;

/**
 * Moves the parts of a filter that look at the table's own columns below the scoring, from where
 * Spark pushes them into the scan. Spark moves no filter below an expression that is not
 * deterministic; scoring gives the same numbers whichever other rows there are.
 */
final class PushFilterThroughForwardPass extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.transform(PUSH);
  }

  private static final PartialFunction<LogicalPlan, LogicalPlan> PUSH =
      new AbstractPartialFunction<>() {
        @Override
        public boolean isDefinedAt(LogicalPlan plan) {
          return plan instanceof Filter filter
              && filter.child() instanceof Project project
              && onlyScoresAreRandom(project)
              && ForwardPassStrategy.conjuncts(filter.condition()).stream()
                  .anyMatch(condition -> movable(condition, project));
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
          Filter filter = (Filter) plan;
          return push(filter, (Project) filter.child());
        }
      };

  private static boolean onlyScoresAreRandom(Project project) {
    boolean scores = false;
    for (NamedExpression column : Seqs.list(project.projectList())) {
      if (ForwardPassStrategy.score(column).isPresent()) {
        scores = true;
      } else if (!((Expression) column).deterministic()) {
        return false;
      }
    }
    return scores;
  }

  private static boolean movable(Expression condition, Project project) {
    return condition.deterministic()
        && !condition.references().isEmpty()
        && condition.references().subsetOf(project.child().outputSet());
  }

  private static LogicalPlan push(Filter filter, Project project) {
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression condition : ForwardPassStrategy.conjuncts(filter.condition())) {
      (movable(condition, project) ? below : above).add(condition);
    }
    LogicalPlan filtered =
        new Filter(below.stream().reduce(And::new).orElseThrow(), project.child());
    Project scored = new Project(project.projectList(), filtered);
    return above.stream()
        .reduce(And::new)
        .<LogicalPlan>map(condition -> new Filter(condition, scored))
        .orElse(scored);
  }
}
