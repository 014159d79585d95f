package io.forwardpass.nn;

/** Two recurrences over the same steps, merged. */
record BidirectionalOperation(Recurrence forward, Recurrence backward, MergeMode mode)
    implements Operation {

  @Override
  public int outputColumns() {
    boolean beside = mode == MergeMode.CONCAT && forward.outputStep() == 0;
    return forward.outputColumns() + (beside ? backward.outputColumns() : 0);
  }

  @Override
  public int scratchFloats(int rows) {
    int merged = mode == MergeMode.CONCAT ? 0 : Scratch.reserved(backward.outputColumns() * rows);
    return merged + Math.max(forward.scratchFloats(rows), backward.scratchFloats(rows));
  }

  @Override
  public int nativeColumns() {
    return Math.max(forward.nativeColumns(), backward.nativeColumns());
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    forward.run(inputs, outputs, rows, scratch);
    if (mode == MergeMode.CONCAT) {
      Columns behind = outputs.view();
      behind.moveToElement(forward.outputs());
      backward.run(inputs, behind, rows, scratch);
      return;
    }
    int columns = backward.outputColumns();
    int first = scratch.reserve(columns * rows);
    backward.run(inputs, new Columns(scratch.floats(), first, rows), rows, scratch);
    for (int column = 0; column < columns; column++) {
      merge(scratch.floats(), first + column * rows, outputs.values(), outputs.at(column), rows);
    }
    scratch.release(first);
  }

  private void merge(float[] x, int from, float[] y, int to, int rows) {
    for (int row = 0; row < rows; row++) {
      y[to + row] =
          switch (mode) {
            case SUM, CONCAT -> y[to + row] + x[from + row];
            case AVE -> (y[to + row] + x[from + row]) / 2;
            case MUL -> y[to + row] * x[from + row];
          };
    }
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
  }
}
