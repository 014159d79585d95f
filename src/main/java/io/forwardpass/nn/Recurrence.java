package io.forwardpass.nn;

import java.util.Arrays;

/**
 * A cell on its way along the steps of a sequence. Where a step is masked, the state stays as it
 * is.
 *
 * @param steps of the sequence
 * @param inputs the features of a step
 * @param outputs the cell's units
 * @param order in which the steps are taken and their outputs written
 * @param outputStep from one step's first output element to the next one's; 0 where only the last
 *     step's outputs are wanted
 * @param masking what the mask does
 */
record Recurrence(
    CellStep step, int steps, int inputs, int outputs, Order order, int outputStep, Masked masking)
    implements Operation {

  /** The order of steps. */
  enum Order {
    FORWARDS,
    /** From the last step to the first; outputs in the order of processing. */
    BACKWARDS,
    /** From the first step to the last; the first output is that of the last step. */
    FORWARDS_FLIPPED,
    /** From the last step to the first; outputs stand at the steps that they belong to. */
    BACKWARDS_FLIPPED;

    Order flipped() {
      return switch (this) {
        case FORWARDS -> FORWARDS_FLIPPED;
        case BACKWARDS -> BACKWARDS_FLIPPED;
        case FORWARDS_FLIPPED -> FORWARDS;
        case BACKWARDS_FLIPPED -> BACKWARDS;
      };
    }

    boolean isBackwards() {
      return this == BACKWARDS || this == BACKWARDS_FLIPPED;
    }

    boolean isFlipped() {
      return this == FORWARDS_FLIPPED || this == BACKWARDS_FLIPPED;
    }
  }

  /** What comes out of masked steps. */
  enum Masked {
    /** There is no mask. */
    NEVER,
    /** The outputs of the step before. */
    REPEATED,
    /** Zeros. */
    ZERO
  }

  @Override
  public int outputColumns() {
    return outputStep == 0 ? outputs : steps * outputStep;
  }

  private int savedColumns() {
    return masking == Masked.NEVER ? 0 : step.stateColumns();
  }

  @Override
  public int scratchFloats(int rows) {
    int columns = inputs + step.columns() + savedColumns();
    return Scratch.reserved(Math.multiplyExact(columns, rows)) + step.scratchFloats();
  }

  @Override
  public int nativeColumns() {
    return step.nativeColumns();
  }

  /** Columns: the step's inputs, those of the cell, the saved state. */
  @Override
  public void run(Columns in, Columns out, int rows, Scratch scratch) {
    float[] floats = scratch.floats();
    int base = scratch.reserve((inputs + step.columns() + savedColumns()) * rows);
    int state = base + step.state() * rows;
    int stateFloats = step.stateColumns() * rows;
    int saved = base + (inputs + step.columns()) * rows;
    Arrays.fill(floats, state, state + stateFloats, 0f);
    for (int number = 0; number < steps; number++) {
      int time = order.isBackwards() ? steps - 1 - number : number;
      for (int input = 0; input < inputs; input++) {
        int from = in.at(time * inputs + input);
        System.arraycopy(in.values(), from, floats, base + input * rows, rows);
      }
      if (masking != Masked.NEVER) {
        System.arraycopy(floats, state, floats, saved, stateFloats);
      }
      step.run(floats, base, rows, scratch);
      if (masking != Masked.NEVER) {
        restore(floats, state, saved, stateFloats, scratch.mask(), time, rows);
      }
      if (outputStep > 0 || number == steps - 1) {
        int at = order.isFlipped() ? steps - 1 - number : number;
        write(floats, base + step.output() * rows, out, at * outputStep, scratch, time, rows);
      }
    }
    scratch.release(base);
  }

  /** Puts the state before the step back in the rows where the step is masked. */
  private static void restore(
      float[] floats, int state, int saved, int count, Columns mask, int time, int rows) {
    int maskAt = mask.at(time);
    for (int column = 0; column < count; column += rows) {
      for (int row = 0; row < rows; row++) {
        if (mask.values()[maskAt + row] == 0) {
          floats[state + column + row] = floats[saved + column + row];
        }
      }
    }
  }

  private void write(
      float[] floats, int from, Columns out, int element, Scratch scratch, int time, int rows) {
    for (int unit = 0; unit < outputs; unit++) {
      int to = out.at(element + unit);
      System.arraycopy(floats, from + unit * rows, out.values(), to, rows);
      if (masking == Masked.ZERO) {
        Columns mask = scratch.mask();
        int maskAt = mask.at(time);
        for (int row = 0; row < rows; row++) {
          // Not a product: the outputs of the step before may be infinite.
          if (mask.values()[maskAt + row] == 0) {
            out.values()[to + row] = 0f;
          }
        }
      }
    }
  }

  @Override
  public void close() {
    step.close();
  }
}
