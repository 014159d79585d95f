package io.forwardpass.nn;

/**
 * What a recurrent layer does at one step: from the step's inputs and its own state to the next
 * state. States start at zero.
 */
public sealed interface Cell permits GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells {

  String name();

  /** The numbers that come out of a step. */
  int units();

  /** The numbers that go into a step, its own state left aside. */
  int inputs();

  long parameters();

  /** Floating-point operations for one step of one row. */
  long flops();

  /**
   * The step, bound to its place among the columns of a recurrence.
   *
   * @param input the first of the columns that hold the step's inputs
   * @param first the first of the columns that the step may use as it likes; see {@link
   *     CellStep#columns}
   */
  CellStep step(int input, int first, Kernels kernels);
}
