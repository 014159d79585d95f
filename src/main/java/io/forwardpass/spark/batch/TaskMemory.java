package io.forwardpass.spark.batch;

import io.forwardpass.nn.Network;
import io.forwardpass.nn.PassSize;
import io.forwardpass.nn.Shape;

/**
 * What a task's scoring takes of memory.
 *
 * @param batchRows the rows of a forward pass
 * @param javaBytes of the heap
 * @param nativeBytes outside of it
 */
public record TaskMemory(int batchRows, long javaBytes, long nativeBytes) {

  /**
   * What a {@link TaskScorer} takes.
   *
   * @param batchSize rows in a forward pass, 0 for our own preference
   * @param steps of the longest sequence, where each row has as many as it likes
   */
  public static TaskMemory of(
      Network network, Inputs inputs, Outputs outputs, int batchSize, int steps) {
    return inputs.steps() == Inputs.Steps.FIXED
        ? fixed(network, new Shape(inputs.shape()), outputs, batchSize)
        : sequences(network, inputs, outputs, batchSize, steps);
  }

  private static TaskMemory fixed(Network network, Shape shape, Outputs outputs, int batchSize) {
    int rows = FixedRows.rows(network, shape, batchSize);
    PassSize pass = network.passSize(shape, rows);
    long rest = perRow(outputs) * pass.capacity();
    return new TaskMemory(rows, pass.javaBytes() + rest, pass.nativeBytes());
  }

  private static TaskMemory sequences(
      Network network, Inputs inputs, Outputs outputs, int batchSize, int steps) {
    int rows = SequenceRows.rows(batchSize);
    boolean any = inputs.steps() == Inputs.Steps.ANY;
    Shape longest = inputs.withSteps(any ? steps : inputs.mostSteps());
    PassSize pass = network.passSize(longest, SequenceRows.passRows(network, longest, rows));
    int lengths = any ? SequenceRows.PASSES : 1;
    long columns = network.outputs(longest).size();
    // Twice the numbers, as their array doubles when it is full.
    long gathered = 2L * Float.BYTES * rows * longest.size();
    long rest = (perRow(outputs) + 2L * Integer.BYTES + Float.BYTES * columns) * rows;
    return new TaskMemory(
        rows, lengths * pass.javaBytes() + gathered + rest, lengths * pass.nativeBytes());
  }

  /** A fault's verdict, feature and reason, and what is kept to find the prediction. */
  private static long perRow(Outputs outputs) {
    long complement = outputs == Outputs.BINARY ? Float.BYTES : 0;
    long best = outputs.exclusive() ? Integer.BYTES + Float.BYTES : 0;
    return 3 * Integer.BYTES + complement + best;
  }
}
