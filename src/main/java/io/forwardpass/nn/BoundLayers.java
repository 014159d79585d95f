package io.forwardpass.nn;

import java.util.List;

/**
 * A network's operations for inputs of one shape.
 *
 * @param tileRows the rows that go through all operations together, so that what one writes is in
 *     the cache for the next
 */
record BoundLayers(List<Operation> operations, int inputColumns, int outputColumns, int tileRows) {
  /** What an operation writes that is still near when the next one reads it. */
  private static final int CACHED_TILE = 512 * 1024;

  private static final int MOST_BLOCKS = 8;

  /** Inputs and outputs of a batch that leave half of a 1 MiB cache to the layers. */
  private static final int CACHED_FLOATS = 128 * 1024;

  private static final int MOST_ROWS = 4096;

  BoundLayers {
    operations = List.copyOf(operations);
  }

  static BoundLayers of(Sequential model, Kernels kernels) {
    int inputColumns = model.input().size();
    List<Operation> operations =
        Optimization.of(model).operations(Signal.of(model.input()), kernels);
    int widest = operations.stream().mapToInt(Operation::outputColumns).max().orElse(0);
    int blocks = CACHED_TILE / Math.max(widest, inputColumns) / Operation.ROW_BLOCK;
    int tileRows = Math.max(1, Math.min(MOST_BLOCKS, blocks)) * Operation.ROW_BLOCK;
    return new BoundLayers(operations, inputColumns, model.output().size(), tileRows);
  }

  /** The rows of a batch at which the network runs best. */
  int preferredRows() {
    int rows = CACHED_FLOATS / (inputColumns + outputColumns) / tileRows * tileRows;
    return Math.max(tileRows, Math.min(MOST_ROWS, rows));
  }

  void close() {
    operations.forEach(Operation::close);
  }
}
