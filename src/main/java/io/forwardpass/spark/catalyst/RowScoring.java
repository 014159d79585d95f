package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.OutputRows;
import io.forwardpass.spark.batch.Scoring;
import io.forwardpass.spark.batch.ScoringMetrics;
import io.forwardpass.spark.batch.Selection;
import io.forwardpass.spark.batch.TaskScorer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowJoiner;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * Scores a partition of rows: gathers as many as one forward pass takes, then gives them out one by
 * one. The columns that pass through wait as bytes, so that no object is made for a row.
 */
final class RowScoring implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1L;

  private final Scoring scoring;
  private final ScoringMetrics metrics;
  private final Seq<Expression> columns;
  private final Seq<Attribute> kept;
  private final Seq<Attribute> input;
  private final List<OutputColumn> outputs;
  private final Selection selection;

  RowScoring(
      Scoring scoring,
      ScoringMetrics metrics,
      Seq<Expression> columns,
      Seq<Attribute> kept,
      Seq<Attribute> input,
      List<OutputColumn> outputs,
      Selection selection) {
    this.scoring = scoring;
    this.metrics = metrics;
    this.columns = columns;
    this.kept = kept;
    this.input = input;
    this.outputs = List.copyOf(outputs);
    this.selection = selection;
  }

  private StructType keptSchema() {
    StructType schema = new StructType();
    for (Attribute column : Seqs.list(kept)) {
      schema = schema.add(column.name(), column.dataType(), column.nullable());
    }
    return schema;
  }

  private StructType outputSchema() {
    StructType schema = new StructType();
    for (OutputColumn column : outputs) {
      schema = schema.add(column.name(), column.type());
    }
    return schema;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    TaskScorer scorer = TaskScorer.open(scoring, outputs, metrics);
    UnsafeProjection scoredRow = UnsafeProjection.create(columns, input);
    UnsafeProjection keptRow =
        UnsafeProjection.create(Seqs.of(List.<Expression>copyOf(Seqs.list(kept))), input);
    WaitingRows waiting = new WaitingRows(kept.size());
    UnsafeRowJoiner joiner = GenerateUnsafeRowJoiner.create(keptSchema(), outputSchema());
    OutputRows output = new OutputRows(outputs, scorer);
    return new Iterator<>() {
      private int gathered;
      private int position;

      @Override
      public boolean hasNext() {
        skipOthers();
        while (position == gathered && rows.hasNext()) {
          gather();
          skipOthers();
        }
        return position < gathered;
      }

      @Override
      public InternalRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        InternalRow row = joiner.join(waiting.row(position), output.outputs(position));
        position++;
        return row;
      }

      private void gather() {
        waiting.clear();
        scorer.begin();
        position = 0;
        gathered = 0;
        while (gathered < scorer.capacity() && !waiting.isFull() && rows.hasNext()) {
          InternalRow row = rows.next();
          scorer.read(scoredRow.apply(row), gathered);
          waiting.add(keptRow.apply(row));
          gathered++;
        }
        scorer.forward(gathered);
      }

      private void skipOthers() {
        while (position < gathered && !scorer.isIn(selection, position)) {
          position++;
        }
      }
    };
  }
}
