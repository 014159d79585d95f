package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.Scoring;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * One output of a model as a column; its children are the features, and the true label if the
 * scoring is held against one. The strategy gathers those of a projection into one {@link
 * ForwardPassExec}; nothing evaluates it row by row.
 *
 * <p>Declared not deterministic, so that the optimizer neither copies it nor moves it into a
 * filter, where it would be computed twice.
 */
public final class ForwardPassExpression extends Expression implements Unevaluable, Serializable {
  private static final long serialVersionUID = 1L;

  private final Scoring scoring;
  private final OutputColumn output;
  private final Seq<Expression> columns;

  /**
   * Public, with its parameters in the order of its product, because Catalyst copies by reflection.
   */
  public ForwardPassExpression(Scoring scoring, OutputColumn output, Seq<Expression> columns) {
    this.scoring = scoring;
    this.output = output;
    this.columns = columns;
  }

  Scoring scoring() {
    return scoring;
  }

  OutputColumn output() {
    return output;
  }

  /** The features, then the true label if there is one. */
  List<Expression> columns() {
    return Seqs.list(columns);
  }

  /** Whether both are outputs of one and the same forward pass. */
  boolean sharesPassWith(ForwardPassExpression other) {
    return scoring.equals(other.scoring) && columns.equals(other.columns);
  }

  @Override
  public DataType dataType() {
    return output.type();
  }

  @Override
  public boolean nullable() {
    return scoring.leavesNulls() && !(output instanceof OutputColumn.Selected);
  }

  @Override
  public boolean deterministic() {
    return false;
  }

  @Override
  public String prettyName() {
    return "forward_pass";
  }

  @Override
  public String toString() {
    return "forward_pass(" + scoring + ", " + output.name() + ")";
  }

  @Override
  public Seq<Expression> children() {
    return columns;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new ForwardPassExpression(scoring, output, children);
  }

  @Override
  public Object eval(InternalRow row) {
    throw notPlanned();
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    throw notPlanned();
  }

  private IllegalStateException notPlanned() {
    return new IllegalStateException(
        this + " was not planned as an operator; it must stand alone in a projection");
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> scoring;
      case 1 -> output;
      default -> columns;
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ForwardPassExpression;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForwardPassExpression that
        && sharesPassWith(that)
        && output.equals(that.output);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scoring, output, columns);
  }
}
