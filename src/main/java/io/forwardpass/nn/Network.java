package io.forwardpass.nn;

import java.util.List;

/**
 * A {@link Sequential} with its weights in place, ready to run: made once per JVM, shared read-only
 * by its threads, each of which binds a {@link ForwardPass} of its own.
 *
 * <p>Holds native memory. It is freed by {@link #close()}, or by the last forward pass where some
 * are still open then.
 */
public final class Network implements AutoCloseable {
  /** Inputs and outputs of a batch that leave half of a 1 MiB cache to the layers. */
  private static final int CACHED_FLOATS = 128 * 1024;

  /** What an operation writes that is still near when the next one reads it. */
  private static final int CACHED_TILE = 512 * 1024;

  private static final int MOST_BLOCKS = 8;

  private final Sequential model;
  private final List<Operation> operations;
  private final int tileRows;
  private int openPasses;
  private boolean closed;

  private Network(Sequential model, Kernels kernels) {
    this.model = model;
    Sequential optimized = Optimization.of(model);
    this.operations = List.copyOf(optimized.operations(Signal.of(model.input()), kernels));
    int widest = operations.stream().mapToInt(Operation::outputColumns).max().orElse(0);
    int rows = CACHED_TILE / Math.max(1, Math.max(widest, inputColumns()));
    int blocks = rows / Operation.ROW_BLOCK;
    this.tileRows = Math.max(1, Math.min(MOST_BLOCKS, blocks)) * Operation.ROW_BLOCK;
  }

  public static Network of(Sequential model) {
    return of(model, Kernels.best());
  }

  static Network of(Sequential model, Kernels kernels) {
    return new Network(model, kernels);
  }

  int inputColumns() {
    return model.input().size();
  }

  List<Operation> operations() {
    return operations;
  }

  /**
   * The rows that go through all operations together, so that what one writes is in the cache for
   * the next.
   */
  int tileRows() {
    return tileRows;
  }

  /** The rows of a batch at which this network runs best; fewer and more work as well. */
  public int preferredRows() {
    int columns = inputColumns() + model.output().size();
    int rows = CACHED_FLOATS / columns / tileRows() * tileRows();
    return Math.max(tileRows(), Math.min(4096, rows));
  }

  /**
   * Binds the layers to buffers for at least {@code rows} rows.
   *
   * @param rows at least 1
   */
  public synchronized ForwardPass forwardPass(int rows) {
    if (closed) {
      throw new IllegalStateException("network '" + model.name() + "' is closed");
    }
    ForwardPass pass = new ForwardPass(this, rows);
    openPasses++;
    return pass;
  }

  synchronized void passClosed() {
    openPasses--;
    freeIfUnused();
  }

  @Override
  public synchronized void close() {
    closed = true;
    freeIfUnused();
  }

  private void freeIfUnused() {
    if (closed && openPasses == 0) {
      operations.forEach(Operation::close);
    }
  }
}
