package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.batch.FeatureColumn;
import io.forwardpass.spark.batch.OutputColumn;
import io.forwardpass.spark.batch.OutputVectors;
import io.forwardpass.spark.batch.Scoring;
import io.forwardpass.spark.batch.ScoringMetrics;
import io.forwardpass.spark.batch.Selection;
import io.forwardpass.spark.batch.TaskScorer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.TaskCompletionListener;

/** Scores a partition of column batches: batch in, batch out. */
final class ColumnarScoring implements FlatMapFunction<Iterator<ColumnarBatch>, ColumnarBatch> {
  private static final long serialVersionUID = 1L;

  private final Scoring scoring;
  private final ScoringMetrics metrics;
  private final int[][] inputs;
  private final int[] kept;
  private final List<OutputColumn> outputs;
  private final Selection selection;

  /**
   * @param inputs where each feature stands, and the true label if there is one: a column's
   *     ordinal, then fields' within structs
   * @param kept the ordinals of the columns that pass through
   */
  ColumnarScoring(
      Scoring scoring,
      ScoringMetrics metrics,
      int[][] inputs,
      int[] kept,
      List<OutputColumn> outputs,
      Selection selection) {
    this.scoring = scoring;
    this.metrics = metrics;
    this.inputs = inputs;
    this.kept = kept;
    this.outputs = List.copyOf(outputs);
    this.selection = selection;
  }

  @Override
  public Iterator<ColumnarBatch> call(Iterator<ColumnarBatch> batches) {
    TaskScorer scorer = TaskScorer.open(scoring, outputs, metrics);
    OutputVectors vectors = new OutputVectors(outputs, scoring);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> vectors.close());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public ColumnarBatch next() {
        return score(batches.next(), scorer, vectors);
      }
    };
  }

  private ColumnarBatch score(ColumnarBatch batch, TaskScorer scorer, OutputVectors vectors) {
    int rows = batch.numRows();
    FeatureColumn[] columns = columns(batch);
    int[] taken = new int[selection == Selection.ALL ? 0 : rows];
    vectors.begin(rows, scorer);
    for (int from = 0; from < rows; from += scorer.capacity()) {
      int count = Math.min(scorer.capacity(), rows - from);
      scorer.begin();
      scorer.read(columns, from, count);
      scorer.forward(count);
      if (selection == Selection.ALL) {
        vectors.append(scorer, count);
      } else {
        vectors.append(scorer, count, selection, from, taken);
      }
    }
    return assemble(batch, vectors, taken);
  }

  private FeatureColumn[] columns(ColumnarBatch batch) {
    FeatureColumn[] columns = new FeatureColumn[inputs.length];
    for (int input = 0; input < inputs.length; input++) {
      int[] path = inputs[input];
      ColumnVector vector = batch.column(path[0]);
      List<ColumnVector> parents = new ArrayList<>();
      for (int depth = 1; depth < path.length; depth++) {
        parents.add(vector);
        vector = vector.getChild(path[depth]);
      }
      columns[input] = new FeatureColumn(vector, parents);
    }
    return columns;
  }

  private ColumnarBatch assemble(ColumnarBatch batch, OutputVectors vectors, int[] taken) {
    ColumnVector[] scores = vectors.vectors();
    ColumnVector[] columns = new ColumnVector[kept.length + scores.length];
    boolean fewer = vectors.rows() < batch.numRows();
    for (int column = 0; column < kept.length; column++) {
      ColumnVector source = batch.column(kept[column]);
      columns[column] = fewer ? OutputVectors.select(source, taken) : source;
    }
    System.arraycopy(scores, 0, columns, kept.length, scores.length);
    return new ColumnarBatch(columns, vectors.rows());
  }
}
