package io.forwardpass.spark.batch;

import io.forwardpass.nn.Kernels;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskCompletionListener;

/**
 * One task's scoring: brings up to {@link #capacity()} rows into the model's matrix, runs the
 * forward pass and holds the outputs until the next rows.
 *
 * <p>For one thread. Frees itself when the task ends.
 */
public final class TaskScorer {
  private static final Kernels KERNELS = Kernels.best();

  private final Scoring scoring;
  private final ScoringMetrics metrics;
  private final ExecutorMetrics executor = ExecutorMetrics.current();
  private final SharedNetworks.Lease lease;
  private final InputRows input;
  private final OutputCheck outputs;
  private final int columns;
  private final float[] complement;
  private final int[] best;
  private final float[] confidence;
  private final boolean predicts;

  /** Null where no column holds them. */
  private final TrueLabels trueLabels;

  private long featureStart;

  private TaskScorer(
      Scoring scoring, boolean predicts, ScoringMetrics metrics, SharedNetworks.Lease lease) {
    this.scoring = scoring;
    this.predicts = predicts;
    this.metrics = metrics;
    this.lease = lease;
    this.input =
        scoring.inputs().steps() == Inputs.Steps.FIXED
            ? new FixedRows(scoring, lease.network(), scoring.batchSize())
            : new SequenceRows(scoring, lease.network(), scoring.batchSize());
    int rows = input.capacity();
    this.columns = scoring.labels().size();
    this.outputs =
        new OutputCheck(scoring, input, scoring.outputs() == Outputs.BINARY ? 1 : columns);
    this.complement = new float[scoring.outputs() == Outputs.BINARY ? rows : 0];
    this.best = new int[scoring.outputs().exclusive() ? rows : 0];
    this.confidence = new float[best.length];
    this.trueLabels =
        scoring.truth() instanceof Truth.Known known ? known.labels(scoring.labels(), rows) : null;
  }

  /**
   * For the running task; builds the model if this JVM does not hold it yet.
   *
   * @param outputs what is asked for; where none is of the model's outputs, features are checked
   *     only
   */
  public static TaskScorer open(
      Scoring scoring, List<OutputColumn> outputs, ScoringMetrics metrics) {
    boolean predicts = outputs.stream().anyMatch(output -> output.runsModel(scoring.onInvalid()));
    SharedNetworks.Lease lease = SharedNetworks.lease(scoring, metrics);
    TaskScorer scorer;
    try {
      scorer = new TaskScorer(scoring, predicts, metrics, lease);
    } catch (RuntimeException | Error failure) {
      lease.close();
      throw failure;
    }
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> scorer.close());
    return scorer;
  }

  /** How many rows one forward pass takes. */
  public int capacity() {
    return input.capacity();
  }

  /** Starts a new set of rows; those before are forgotten. */
  public void begin() {
    featureStart = System.nanoTime();
    input.clear();
  }

  /**
   * Brings in rows of a batch.
   *
   * @param columns a column a feature, in order, and that of the true labels if there is one
   */
  public void read(FeatureColumn[] columns, int from, int rows) {
    input.read(columns, from, rows);
    if (trueLabels != null) {
      trueLabels.read(columns[columns.length - 1], from, rows);
    }
  }

  /**
   * Brings in one row at {@code at}.
   *
   * @param columns the features alone, in order, and the true label if there is one
   */
  public void read(InternalRow columns, int at) {
    input.read(columns, at);
    outputs.read(at);
    if (trueLabels != null) {
      trueLabels.read(columns, columns.numFields() - 1, at);
    }
  }

  /** Scores the rows brought in since {@link #begin}. */
  public void forward(int rows) {
    input.faults().count(rows);
    long forwardStart = System.nanoTime();
    if (predicts) {
      input.forward(rows);
      outputs.settle(rows);
      complete(rows);
    }
    long end = System.nanoTime();
    int invalid = input.faults().invalidRows();
    scoring.counts().batch(rows, rows - invalid, forwardStart - featureStart, end - forwardStart);
    metrics.batch(rows, invalid, forwardStart - featureStart, end - forwardStart);
    if (predicts) {
      executor.batch(rows, invalid, end - forwardStart);
    }
  }

  private void complete(int rows) {
    if (complement.length > 0) {
      float[] outputs = input.outputs();
      for (int row = 0; row < rows; row++) {
        complement[row] = 1f - outputs[row];
      }
    }
    if (best.length > 0) {
      predict(rows);
    }
    if (trueLabels != null) {
      trueLabels.count(this, rows);
    }
  }

  /** The largest probability and its class, class by class over all rows. */
  private void predict(int rows) {
    System.arraycopy(values(0), start(0), confidence, 0, rows);
    Arrays.fill(best, 0, rows, 0);
    for (int column = 1; column < columns; column++) {
      KERNELS.largest(values(column), start(column), confidence, best, column, rows);
    }
    for (int row = 0; row < rows; row++) {
      if (input.faults().valid(row)) {
        scoring.counts().predicted(best[row], confidence[row]);
      }
    }
  }

  /** How many columns of numbers the outputs make. */
  int columns() {
    return columns;
  }

  /** The array that holds a column of numbers, from {@link #start} on, a row after the other. */
  float[] values(int column) {
    return complement.length > 0 && column == 0 ? complement : input.outputs();
  }

  int start(int column) {
    return complement.length > 0 ? 0 : column * input.stride();
  }

  /** The number of the predicted class. */
  int prediction(int row) {
    return best[row];
  }

  /** The probability of the predicted class. */
  float confidence(int row) {
    return confidence[row];
  }

  /** Whether a row of those just scored has a prediction. */
  public boolean valid(int row) {
    return input.faults().valid(row);
  }

  /** Whether a row of those just scored is among the selected ones. */
  public boolean isIn(Selection selection, int row) {
    return selection.contains(input.faults().verdict(row));
  }

  int invalidRows() {
    return input.faults().invalidRows();
  }

  /**
   * The feature that keeps a row, which is not valid, from being scored; {@link Faults#NO_FEATURE}
   * where its outputs are not finite.
   */
  int faultyFeature(int row) {
    return input.faults().feature(row);
  }

  /** What is wrong with that feature, or with the outputs. */
  InvalidReason fault(int row) {
    return input.faults().reason(row);
  }

  Scoring scoring() {
    return scoring;
  }

  private void close() {
    scoring.counts().partition();
    input.close();
    lease.close();
  }
}
