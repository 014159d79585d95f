package io.forwardpass.nn;

import java.util.List;

/**
 * A network bound to its buffers, for one thread: write the features of up to {@link #capacity()}
 * rows into {@link #inputs()}, call {@link #forward}, read {@link #outputs()}.
 *
 * <p>Matrices are stored feature by feature: feature {@code j} of row {@code r} stands at {@code j
 * · capacity() + r}, so that a column of a table is one contiguous run. The features of a tensor
 * are numbered in row-major order. {@link #forward} allocates nothing per row, and a batch of fewer
 * rows costs in proportion.
 *
 * <p>Holds native memory until {@link #close()}.
 */
public final class ForwardPass implements AutoCloseable {
  private final Network network;
  private final int capacity;
  private final int tileRows;
  private final Columns inputs;
  private final Columns outputs;
  private final Chain chain;
  private final Scratch scratch;
  private boolean closed;

  ForwardPass(Network network, BoundLayers layers, int rows) {
    PassSize size = PassSize.of(layers, rows);
    List<Operation> operations = layers.operations();
    this.network = network;
    this.capacity = size.capacity();
    this.tileRows = size.tileRows();
    this.inputs = columns(size.inputFloats(), capacity);
    this.outputs = Chain.inPlace(operations) ? inputs : columns(size.outputFloats(), capacity);
    this.chain =
        new Chain(
            operations,
            inputs,
            outputs,
            columns(size.betweenFloats(), tileRows),
            columns(size.betweenFloats(), tileRows));
    this.scratch = new Scratch(size);
  }

  private static Columns columns(int floats, int rows) {
    return new Columns(new float[floats], rows);
  }

  /** The rows that fit, and the distance between columns: a little more than was asked for. */
  public int capacity() {
    return capacity;
  }

  /** The buffer for the features; {@link #forward} may overwrite it. */
  public float[] inputs() {
    return inputs.values();
  }

  /** The outputs of the last {@link #forward}. */
  public float[] outputs() {
    return outputs.values();
  }

  /**
   * Computes the outputs of the first {@code rows} rows.
   *
   * @param rows 0 to {@link #capacity()}
   */
  public void forward(int rows) {
    if (closed) {
      throw new IllegalStateException("the forward pass is closed");
    }
    if (rows < 0 || rows > capacity) {
      throw new IllegalArgumentException("forward takes 0 to " + capacity + " rows, not " + rows);
    }
    int end = PassSize.wholeBlocks(rows);
    for (int row = 0; row < end; row += tileRows) {
      inputs.moveTo(row);
      outputs.moveTo(row);
      chain.run(Math.min(tileRows, end - row), scratch);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      scratch.close();
      network.passClosed();
    }
  }
}
