package io.forwardpass.nn;

import java.util.List;

/**
 * The same operations on each of several parts of equal size.
 *
 * @param inputColumns of a part
 * @param outerMask the columns of the mask that goes in, and on as it is; 0 where there is none
 * @param stepMask the columns of it that are a part's own mask; 0 where there is none
 */
record EachStep(
    List<Operation> operations, int steps, int inputColumns, int outerMask, int stepMask)
    implements Operation {

  @Override
  public int outputColumns() {
    return steps * Chain.outputColumns(operations, inputColumns);
  }

  @Override
  public boolean inPlace() {
    return Chain.inPlace(operations);
  }

  private int bufferFloats(int rows) {
    return Math.multiplyExact(Chain.bufferColumns(operations), rows);
  }

  @Override
  public int scratchFloats(int rows) {
    int most =
        operations.stream().mapToInt(operation -> operation.scratchFloats(rows)).max().orElse(0);
    return 2 * Scratch.reserved(bufferFloats(rows)) + most;
  }

  @Override
  public int maskColumns() {
    int most = writtenMask();
    return most == 0 ? 0 : outerMask + Math.max(stepMask, most);
  }

  private int writtenMask() {
    return operations.stream().mapToInt(Operation::maskColumns).max().orElse(0);
  }

  @Override
  public int nativeColumns() {
    return operations.stream().mapToInt(Operation::nativeColumns).max().orElse(0);
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    int outputColumns = outputColumns() / steps;
    int even = scratch.reserve(bufferFloats(rows));
    int odd = scratch.reserve(bufferFloats(rows));
    Columns in = inputs.view();
    Columns out = inPlace() ? in : outputs.view();
    Chain chain =
        new Chain(
            operations,
            in,
            out,
            new Columns(scratch.floats(), even, rows),
            new Columns(scratch.floats(), odd, rows));
    Columns whole = scratch.mask();
    Columns mask = whole.view();
    boolean writesMask = writtenMask() > 0;
    scratch.useMask(mask);
    for (int step = 0; step < steps; step++) {
      in.moveToElement(step * inputColumns);
      out.moveToElement(step * outputColumns);
      if (writesMask) {
        copyMask(whole, step, rows);
      }
      mask.moveToElement(writesMask ? outerMask : step * stepMask);
      chain.run(rows, scratch);
    }
    scratch.useMask(whole);
    scratch.release(even);
  }

  /** Puts a part's mask behind the whole, where operations may write another one over it. */
  private void copyMask(Columns mask, int step, int rows) {
    for (int column = 0; column < stepMask; column++) {
      int from = mask.at(step * stepMask + column);
      System.arraycopy(mask.values(), from, mask.values(), mask.at(outerMask + column), rows);
    }
  }

  @Override
  public void close() {
    operations.forEach(Operation::close);
  }
}
