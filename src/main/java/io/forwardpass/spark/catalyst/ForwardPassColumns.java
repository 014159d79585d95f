package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.Scoring;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;

/** A model's outputs as columns of Spark's public API. */
public final class ForwardPassColumns {
  private ForwardPassColumns() {}

  /**
   * The column {@code output} of a scoring, under its name.
   *
   * @param columns the features, and the true label if the scoring is held against one
   */
  public static Column of(Scoring scoring, OutputColumn output, List<Column> columns) {
    List<Expression> children = columns.stream().map(ExpressionUtils::expression).toList();
    return ExpressionUtils.column(new ForwardPassExpression(scoring, output, Seqs.of(children)))
        .as(output.name());
  }

  /** Whether a session plans such columns: the extension was on the class path when it was made. */
  public static boolean plannedBy(SparkSession session) {
    return Seqs.list(
            ((org.apache.spark.sql.classic.SparkSession) session)
                .sessionState()
                .planner()
                .strategies())
        .stream()
        .anyMatch(ForwardPassStrategy.class::isInstance);
  }
}
