package io.forwardpass.spark.catalyst;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import scala.Option;

/**
 * Names for expressions; Java sees none of the default arguments that Scala gives {@link Alias}.
 */
final class Aliases {
  private Aliases() {}

  static Alias of(Expression expression, String name) {
    return of(expression, name, NamedExpression.newExprId());
  }

  /** Another expression under the name and the identity of {@code column}. */
  static Alias of(Expression expression, Alias column) {
    return of(expression, column.name(), column.exprId());
  }

  private static Alias of(Expression expression, String name, ExprId id) {
    return new Alias(expression, name, id, Seqs.of(List.of()), Option.empty(), Seqs.of(List.of()));
  }
}
