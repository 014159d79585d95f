package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A function of each number alone, computed in place. */
record Elementwise(int elements, Loop loop) implements Operation {

  /**
   * Replaces {@code values[from]} up to and without {@code values[to]} by the function's values.
   */
  @FunctionalInterface
  interface Loop {
    void apply(float[] values, int from, int to);

    /** Leaves the values as they are. */
    Loop NONE = (values, from, to) -> {};
  }

  static List<Operation> of(Shape shape, Loop loop) {
    return List.of(new Elementwise(shape.size(), loop));
  }

  /**
   * An operation that can apply one function itself while its numbers are in the cache, and the
   * functions that follow it.
   */
  static List<Operation> behind(Function<Loop, Operation> operation, List<Operation> functions) {
    List<Operation> operations = new ArrayList<>();
    boolean one = functions.size() == 1 && functions.get(0) instanceof Elementwise;
    operations.add(operation.apply(one ? ((Elementwise) functions.get(0)).loop() : Loop.NONE));
    if (!one) {
      operations.addAll(functions);
    }
    return operations;
  }

  @Override
  public int outputColumns() {
    return elements;
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    apply(loop, outputs.values(), outputs.at(0), outputs.stride(), elements, rows);
  }

  /** Columns that lie without gaps are one run of numbers, and one call. */
  static void apply(Loop loop, float[] values, int from, int step, int columns, int rows) {
    if (step == rows) {
      loop.apply(values, from, from + columns * rows);
      return;
    }
    for (int column = 0; column < columns; column++) {
      loop.apply(values, from + column * step, from + column * step + rows);
    }
  }

  @Override
  public boolean inPlace() {
    return true;
  }
}
