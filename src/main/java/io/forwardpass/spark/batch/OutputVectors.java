package io.forwardpass.spark.batch;

import java.util.List;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The outputs as column vectors, reused from batch to batch as Spark's Parquet reader reuses its
 * own: a batch must be consumed before the next one is asked for.
 */
public final class OutputVectors implements AutoCloseable {
  private final List<OutputColumn> outputs;
  private final OnHeapColumnVector[] numbers;
  private final List<UTF8String> labels;
  private int[] predictions = new int[0];
  private int nulls;
  private int rows;

  /** Vectors for {@code outputs}, in their order. */
  public OutputVectors(List<OutputColumn> outputs, Scoring scoring) {
    this.outputs = List.copyOf(outputs);
    this.numbers = new OnHeapColumnVector[outputs.size()];
    for (int output = 0; output < numbers.length; output++) {
      if (!(outputs.get(output) instanceof OutputColumn.Prediction)) {
        numbers[output] = new OnHeapColumnVector(1, outputs.get(output).type());
      }
    }
    this.labels = scoring.labels().stream().map(UTF8String::fromString).toList();
  }

  /** The class names of the vectors that {@link #vectors()} gives, for generated code. */
  public static String vectorType(OutputColumn output) {
    return output instanceof OutputColumn.Prediction
        ? LabelVector.class.getName()
        : OnHeapColumnVector.class.getName();
  }

  /** Starts a batch of up to {@code capacity} rows. */
  public void begin(int capacity, TaskScorer scorer) {
    rows = 0;
    nulls = 0;
    for (int output = 0; output < numbers.length; output++) {
      if (numbers[output] != null) {
        numbers[output].reset();
        numbers[output].reserve(capacity);
        if (outputs.get(output) instanceof OutputColumn.Values) {
          numbers[output].arrayData().reserve(capacity * scorer.columns());
        }
      }
    }
    if (predictions.length < capacity) {
      predictions = new int[capacity];
    }
  }

  /** Adds all rows just scored; those that could not be scored become null. */
  public void append(TaskScorer scorer, int count) {
    append(scorer, 0, count);
    if (scorer.invalidRows() > 0) {
      for (int row = 0; row < count; row++) {
        if (!scorer.valid(row)) {
          putNull(rows - count + row);
        }
      }
    }
  }

  /**
   * Adds the valid rows just scored.
   *
   * @param first the number that the first row scored has in its batch
   * @param kept receives the numbers of the valid rows in the batch, from this batch's rows on
   */
  public void appendValid(TaskScorer scorer, int count, int first, int[] kept) {
    int row = 0;
    while (row < count) {
      while (row < count && !scorer.valid(row)) {
        row++;
      }
      int from = row;
      while (row < count && scorer.valid(row)) {
        kept[rows + row - from] = first + row;
        row++;
      }
      append(scorer, from, row - from);
    }
  }

  private void append(TaskScorer scorer, int from, int count) {
    for (int output = 0; output < numbers.length; output++) {
      OutputColumn column = outputs.get(output);
      if (column instanceof OutputColumn.Value value) {
        numbers[output].putFloats(
            rows, count, scorer.values(value.index()), scorer.start(value.index()) + from);
      } else if (column instanceof OutputColumn.Values) {
        putArrays(numbers[output], scorer, from, count);
      } else {
        for (int row = 0; row < count; row++) {
          predictions[rows + row] = scorer.prediction(from + row);
        }
      }
    }
    rows += count;
  }

  private void putArrays(WritableColumnVector arrays, TaskScorer scorer, int from, int count) {
    int width = scorer.columns();
    WritableColumnVector elements = arrays.arrayData();
    for (int column = 0; column < width; column++) {
      float[] values = scorer.values(column);
      int start = scorer.start(column) + from;
      for (int row = 0; row < count; row++) {
        elements.putFloat((rows + row) * width + column, values[start + row]);
      }
    }
    for (int row = 0; row < count; row++) {
      arrays.putArray(rows + row, (rows + row) * width, width);
    }
  }

  private void putNull(int row) {
    for (OnHeapColumnVector vector : numbers) {
      if (vector != null) {
        vector.putNull(row);
      }
    }
    predictions[row] = LabelVector.NONE;
    nulls++;
  }

  /** How many rows have been added since {@link #begin}. */
  public int rows() {
    return rows;
  }

  /** The columns, in the outputs' order. */
  public ColumnVector[] vectors() {
    ColumnVector[] vectors = new ColumnVector[numbers.length];
    for (int output = 0; output < vectors.length; output++) {
      vectors[output] =
          numbers[output] != null ? numbers[output] : new LabelVector(labels, predictions, nulls);
    }
    return vectors;
  }

  /** The rows {@code kept} of {@code column}, as a view. */
  public static ColumnVector select(ColumnVector column, int[] kept) {
    return new IndexedColumnVector(column, kept);
  }

  @Override
  public void close() {
    for (OnHeapColumnVector vector : numbers) {
      if (vector != null) {
        vector.close();
      }
    }
  }
}
