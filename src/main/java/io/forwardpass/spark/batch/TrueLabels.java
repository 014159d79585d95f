package io.forwardpass.spark.batch;

import org.apache.spark.sql.catalyst.InternalRow;

/** The true labels of the rows at hand. For one thread. */
final class TrueLabels {
  private final LabelReader reader;
  private final EvaluationCounts counts;
  private final int[] truths;

  TrueLabels(LabelReader reader, EvaluationCounts counts, int rows) {
    this.reader = reader;
    this.counts = counts;
    this.truths = new int[rows];
  }

  /** Rows {@code from} to {@code from + rows} of a column into the rows from 0. */
  void read(FeatureColumn column, int from, int rows) {
    reader.read(column.vector(), from, rows, truths);
    if (column.anyParentNull()) {
      for (int row = 0; row < rows; row++) {
        if (column.parentNull(from + row)) {
          truths[row] = LabelReader.UNLABELLED;
        }
      }
    }
  }

  /** One row's label into the row {@code at}. */
  void read(InternalRow row, int ordinal, int at) {
    truths[at] = row.isNullAt(ordinal) ? LabelReader.UNLABELLED : reader.read(row, ordinal);
  }

  /** Holds what was scored against them; rows that could not be scored do not count. */
  void count(TaskScorer scorer, int rows) {
    for (int row = 0; row < rows; row++) {
      if (!scorer.valid(row)) {
        truths[row] = EvaluationCounts.NOT_SCORED;
      } else if (truths[row] < 0) {
        counts.unlabelled(truths[row]);
      } else {
        int truth = truths[row];
        float probability = scorer.values(truth)[scorer.start(truth) + row];
        counts.outcome(truth, scorer.prediction(row), scorer.confidence(row), probability);
      }
    }
    for (int column = 0; column < scorer.columns(); column++) {
      counts.scores(column, scorer.values(column), scorer.start(column), truths, rows);
    }
  }
}
