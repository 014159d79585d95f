package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Operations one after the other, bound to the columns that they read and write; for one thread.
 * They hand on through two buffers in turn, and the last one that does not work in place writes the
 * outputs.
 */
final class Chain {
  private final List<Step> steps = new ArrayList<>();

  /** An operation with what it reads and what it writes. */
  private record Step(Operation operation, Columns inputs, Columns outputs) {}

  /**
   * @param outputs the same as {@code inputs} where all operations work in place
   * @param even a buffer of {@link #bufferColumns} columns
   * @param odd likewise
   */
  Chain(List<Operation> operations, Columns inputs, Columns outputs, Columns even, Columns odd) {
    int left = moving(operations).size();
    Columns current = inputs;
    Columns next = even;
    for (Operation operation : operations) {
      Columns source = current;
      if (!operation.inPlace()) {
        left--;
        current = left == 0 ? outputs : next;
        next = current == even ? odd : even;
      }
      steps.add(new Step(operation, source, current));
    }
  }

  private static List<Operation> moving(List<Operation> operations) {
    return operations.stream().filter(operation -> !operation.inPlace()).toList();
  }

  /** Whether the numbers stay in the columns where they came in. */
  static boolean inPlace(List<Operation> operations) {
    return moving(operations).isEmpty();
  }

  /** The columns that come out of the last operation, for so many that go in. */
  static int outputColumns(List<Operation> operations, int inputColumns) {
    List<Operation> moving = moving(operations);
    return moving.isEmpty() ? inputColumns : moving.get(moving.size() - 1).outputColumns();
  }

  /** The columns that a buffer between operations must have. */
  static int bufferColumns(List<Operation> operations) {
    List<Operation> moving = moving(operations);
    return moving.stream()
        .limit(Math.max(0, moving.size() - 1))
        .mapToInt(Operation::outputColumns)
        .max()
        .orElse(0);
  }

  void run(int rows, Scratch scratch) {
    for (int index = 0; index < steps.size(); index++) {
      Step step = steps.get(index);
      step.operation.run(step.inputs, step.outputs, rows, scratch);
    }
  }
}
