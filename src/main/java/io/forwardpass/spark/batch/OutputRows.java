package io.forwardpass.spark.batch;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.unsafe.types.UTF8String;

/** Scored rows: the kept columns' row with the outputs behind. */
public final class OutputRows {
  private final List<OutputColumn> outputs;
  private final TaskScorer scorer;
  private final UnsafeRowWriter writer;
  private final List<List<UTF8String>> words;

  /** For rows whose scores {@code scorer} holds. */
  public OutputRows(List<OutputColumn> outputs, TaskScorer scorer) {
    this.outputs = List.copyOf(outputs);
    this.scorer = scorer;
    this.writer = new UnsafeRowWriter(outputs.size());
    this.words = outputs.stream().map(output -> OutputWords.of(output, scorer.scoring())).toList();
  }

  /** The outputs of row number {@code row} of those just scored; the same object each time. */
  public UnsafeRow outputs(int row) {
    writer.reset();
    writer.zeroOutNullBytes();
    for (int output = 0; output < outputs.size(); output++) {
      write(output, row);
    }
    return writer.getRow();
  }

  private void write(int output, int row) {
    OutputColumn column = outputs.get(output);
    if (column instanceof OutputColumn.Selected selected) {
      writer.write(output, scorer.isIn(selected.selection(), row));
    } else if (scorer.valid(row) != column.isPredicted()) {
      writer.setNullAt(output);
    } else if (column instanceof OutputColumn.Value value) {
      writer.write(output, number(value.index(), row));
    } else if (column instanceof OutputColumn.Values) {
      writeArray(output, row);
    } else {
      writeWord(output, OutputWords.number(column, scorer, row));
    }
  }

  private void writeWord(int output, int number) {
    if (number == LabelVector.NONE) {
      writer.setNullAt(output);
    } else {
      writer.write(output, words.get(output).get(number));
    }
  }

  private float number(int column, int row) {
    return scorer.values(column)[scorer.start(column) + row];
  }

  private void writeArray(int output, int row) {
    int start = writer.cursor();
    UnsafeArrayWriter array = new UnsafeArrayWriter(writer, Float.BYTES);
    array.initialize(scorer.columns());
    for (int column = 0; column < scorer.columns(); column++) {
      array.write(column, number(column, row));
    }
    writer.setOffsetAndSizeFromPreviousCursor(output, start);
  }
}
