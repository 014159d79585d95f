package io.forwardpass.spark.batch;

import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Shape;
import io.forwardpass.spark.batch.FeatureCheck.Consequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Rows of sequences that may differ in length: gathered as they come, scored length by length, and
 * their outputs put back in the rows' order.
 */
final class SequenceRows implements InputRows {
  private static final int ROWS = 1024;

  /** Lengths whose buffers are kept from batch to batch. */
  static final int PASSES = 32;

  /** The most floats that one length's inputs may take, but for a few rows. */
  private static final int MOST_FLOATS = 1 << 22;

  private static final int FEWEST_ROWS = 32;

  /** No value is left out of a count. */
  private static final boolean[] ALL = {};

  private final Inputs inputs;
  private final int capacity;
  private final Network network;
  private final Faults faults;
  private final Optional<FeatureHistograms> histograms;
  private final ArrayValues values;
  private final int[] starts;
  private final int[] steps;
  private final float[] outputs;
  private final int outputColumns;
  private final Map<Integer, ForwardPass> passes =
      new LinkedHashMap<>(PASSES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, ForwardPass> eldest) {
          boolean full = size() > PASSES;
          if (full) {
            eldest.getValue().close();
          }
          return full;
        }
      };

  /**
   * @param rows in a batch, 0 for our own preference
   */
  SequenceRows(Scoring scoring, Network network, int rows) {
    this.inputs = scoring.inputs();
    this.capacity = rows(rows);
    this.network = network;
    this.faults = new Faults(scoring, capacity, network.indices());
    this.histograms = scoring.histograms();
    this.values = values(scoring.features().get(0));
    this.starts = new int[capacity];
    this.steps = new int[capacity];
    this.outputColumns = network.outputs(new Shape(inputs.shape())).size();
    this.outputs = new float[Math.multiplyExact(outputColumns, capacity)];
  }

  /**
   * The rows of a batch.
   *
   * @param asked 0 for our own preference
   */
  static int rows(int asked) {
    return asked > 0 ? asked : ROWS;
  }

  /**
   * The rows of a forward pass for sequences of one length.
   *
   * @param capacity the rows of a batch
   */
  static int passRows(Network network, Shape shape, int capacity) {
    int most = Math.max(FEWEST_ROWS, MOST_FLOATS / shape.size());
    return Math.min(Math.min(capacity, most), network.preferredRows(shape));
  }

  private ArrayValues values(Feature feature) {
    List<Integer> lengths = new ArrayList<>(List.of(0));
    if (feature.depth() > 1) {
      lengths.addAll(inputs.shape().subList(1, feature.depth()));
    }
    return new ArrayValues(feature, lengths);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public void clear() {
    faults.clear();
    values.truncate(0);
  }

  @Override
  public void read(FeatureColumn[] features, int from, int rows) {
    FeatureColumn column = features[0];
    for (int row = 0; row < rows; row++) {
      int start = values.size();
      boolean isNull = column.anyParentNull() && column.parentNull(from + row);
      add(row, start, isNull ? ArrayValues.NULL : values.append(column.vector(), from + row));
    }
  }

  @Override
  public void read(InternalRow features, int at) {
    int start = values.size();
    add(at, start, values.append(features, 0));
  }

  /** A row's numbers have been appended; checks them and notes where they are. */
  private void add(int row, int start, int count) {
    InvalidReason missing = missing(count);
    if (missing != null) {
      histograms.ifPresent(counted -> countAbsent(counted, missing));
      faults.settle(row, 0, Float.NaN, missing);
    } else {
      histograms.ifPresent(counted -> count(counted, start, count));
      check(row, start, count);
    }
    starts[row] = start;
    steps[row] = count / inputs.perStep();
    if (!faults.valid(row)) {
      values.truncate(start);
      steps[row] = 0;
    }
  }

  /** Why there is no sequence; null where there is one. */
  private InvalidReason missing(int count) {
    boolean imputes = faults.check(0).consequence(InvalidReason.NULL) == Consequence.REPLACE;
    if (count == ArrayValues.NULL && !imputes) {
      return InvalidReason.NULL;
    }
    int perStep = inputs.perStep();
    // A null has no length that numbers could be imputed to.
    return count < 0
            || count % perStep != 0
            || count / perStep < inputs.fewestSteps()
            || count / perStep > inputs.mostSteps()
        ? InvalidReason.LENGTH
        : null;
  }

  private void count(FeatureHistograms counted, int start, int count) {
    if (values.replaced() > 0) {
      countAbsent(counted, InvalidReason.NULL);
    } else {
      counted.rows(0, 1);
      counted.values(0, values.values(), start, count, ALL);
    }
  }

  private static void countAbsent(FeatureHistograms counted, InvalidReason reason) {
    counted.rows(0, 1);
    counted.absent(0, reason);
  }

  private void check(int row, int start, int count) {
    faults.replaced(0, InvalidReason.NULL, values.replaced());
    FeatureCheck check = faults.check(0);
    float[] numbers = values.values();
    if (!check.areSound(numbers, start, start + count)) {
      for (int index = start; index < start + count; index++) {
        InvalidReason reason = check.fault(numbers[index]);
        if (reason != null) {
          numbers[index] = faults.settle(row, 0, numbers[index], reason);
        }
      }
    }
  }

  @Override
  public void forward(int rows) {
    for (int row = 0; row < rows; row++) {
      if (steps[row] == 0) {
        for (int column = 0; column < outputColumns; column++) {
          outputs[column * capacity + row] = 0f;
        }
      }
    }
    int[] order = byLength(rows);
    int next = 0;
    while (next < order.length) {
      int length = inputs.stepsFor(steps[order[next]]);
      ForwardPass pass = passes.computeIfAbsent(length, this::pass);
      int count = 0;
      while (next + count < order.length
          && count < pass.capacity()
          && inputs.stepsFor(steps[order[next + count]]) == length) {
        count++;
      }
      forward(pass, order, next, count, length);
      next += count;
    }
  }

  /** The rows that can be scored, those of one length together. */
  private int[] byLength(int rows) {
    long[] keys = new long[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (steps[row] > 0) {
        keys[count++] = ((long) inputs.stepsFor(steps[row]) << Integer.SIZE) | row;
      }
    }
    Arrays.sort(keys, 0, count);
    int[] order = new int[count];
    for (int index = 0; index < count; index++) {
      order[index] = (int) keys[index];
    }
    return order;
  }

  private ForwardPass pass(int length) {
    Shape shape = inputs.withSteps(length);
    return network.forwardPass(shape, passRows(network, shape, capacity));
  }

  private void forward(ForwardPass pass, int[] order, int first, int count, int length) {
    int perStep = inputs.perStep();
    float[] to = pass.inputs();
    for (int index = 0; index < count; index++) {
      int row = order[first + index];
      int own = steps[row] * perStep;
      int padding = length * perStep - own;
      int before = inputs.steps() == Inputs.Steps.PADDED_BEFORE ? padding : 0;
      for (int element = 0; element < own + padding; element++) {
        int source = element - before;
        to[element * pass.capacity() + index] =
            source >= 0 && source < own ? values.values()[starts[row] + source] : 0f;
      }
    }
    pass.forward(count);
    for (int column = 0; column < outputColumns; column++) {
      for (int index = 0; index < count; index++) {
        outputs[column * capacity + order[first + index]] =
            pass.outputs()[column * pass.capacity() + index];
      }
    }
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public int stride() {
    return capacity;
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    passes.values().forEach(ForwardPass::close);
  }
}
