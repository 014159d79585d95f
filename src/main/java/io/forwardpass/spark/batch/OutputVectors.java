package io.forwardpass.spark.batch;

import java.util.Arrays;
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
  private final List<List<UTF8String>> words;
  private final int[][] wordNumbers;
  private final int[] absentWords;
  private int rows;

  /** Vectors for {@code outputs}, in their order. */
  public OutputVectors(List<OutputColumn> outputs, Scoring scoring) {
    this.outputs = List.copyOf(outputs);
    this.words = outputs.stream().map(output -> OutputWords.of(output, scoring)).toList();
    this.numbers = new OnHeapColumnVector[outputs.size()];
    this.wordNumbers = new int[outputs.size()][0];
    this.absentWords = new int[outputs.size()];
    for (int output = 0; output < numbers.length; output++) {
      if (words.get(output).isEmpty()) {
        numbers[output] = new OnHeapColumnVector(1, outputs.get(output).type());
      }
    }
  }

  /** The class names of the vectors that {@link #vectors()} gives, for generated code. */
  public static String vectorType(OutputColumn output) {
    return OutputWords.isOne(output)
        ? LabelVector.class.getName()
        : OnHeapColumnVector.class.getName();
  }

  /** Starts a batch of up to {@code capacity} rows. */
  public void begin(int capacity, TaskScorer scorer) {
    rows = 0;
    Arrays.fill(absentWords, 0);
    for (int output = 0; output < numbers.length; output++) {
      if (numbers[output] != null) {
        numbers[output].reset();
        numbers[output].reserve(capacity);
        if (outputs.get(output) instanceof OutputColumn.Values) {
          numbers[output].arrayData().reserve(capacity * scorer.columns());
        }
      } else if (wordNumbers[output].length < capacity) {
        wordNumbers[output] = new int[capacity];
      }
    }
  }

  /** Adds all rows just scored; those that could not be scored become null. */
  public void append(TaskScorer scorer, int count) {
    append(scorer, 0, count);
  }

  /**
   * Adds the selected ones of the rows just scored.
   *
   * @param first the number that the first row scored has in its batch
   * @param taken receives the numbers of the selected rows in the batch, from this batch's rows on
   */
  public void append(TaskScorer scorer, int count, Selection selection, int first, int[] taken) {
    int row = 0;
    while (row < count) {
      while (row < count && !scorer.isIn(selection, row)) {
        row++;
      }
      int from = row;
      while (row < count && scorer.isIn(selection, row)) {
        taken[rows + row - from] = first + row;
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
      } else if (column instanceof OutputColumn.Selected selected) {
        for (int row = 0; row < count; row++) {
          numbers[output].putBoolean(rows + row, scorer.isIn(selected.selection(), from + row));
        }
      } else {
        for (int row = 0; row < count; row++) {
          int number = OutputWords.number(column, scorer, from + row);
          wordNumbers[output][rows + row] = number;
          absentWords[output] += number == LabelVector.NONE ? 1 : 0;
        }
      }
    }
    for (int row = from; scorer.invalidRows() > 0 && row < from + count; row++) {
      if (!scorer.valid(row)) {
        putNull(rows + row - from);
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
    for (int output = 0; output < numbers.length; output++) {
      if (numbers[output] != null && outputs.get(output).isPredicted()) {
        numbers[output].putNull(row);
      }
    }
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
          numbers[output] != null
              ? numbers[output]
              : new LabelVector(words.get(output), wordNumbers[output], absentWords[output]);
    }
    return vectors;
  }

  /** The rows {@code taken} of {@code column}, as a view. */
  public static ColumnVector select(ColumnVector column, int[] taken) {
    return new IndexedColumnVector(column, taken);
  }

  @Override
  public void close() {
    Arrays.stream(numbers).filter(vector -> vector != null).forEach(OnHeapColumnVector::close);
  }
}
