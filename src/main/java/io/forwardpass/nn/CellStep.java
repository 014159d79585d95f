package io.forwardpass.nn;

/**
 * One step of a cell on the columns of a recurrence, where column {@code c} of the rows starts at
 * {@code base + c · rows}. Immutable and shared by threads.
 */
interface CellStep extends AutoCloseable {

  /** The first of the columns that hold the outputs; they are part of the state. */
  int output();

  /** The first of the columns that go on from step to step. */
  default int state() {
    return output();
  }

  /** How many these are. */
  int stateColumns();

  /** All columns that the step uses, from its first one on. */
  int columns();

  void run(float[] floats, int base, int rows, Scratch scratch);

  int scratchFloats();

  int nativeColumns();

  @Override
  void close();
}
