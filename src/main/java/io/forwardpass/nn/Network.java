package io.forwardpass.nn;

/**
 * A {@link Sequential} with its weights in place, ready to run: made once per JVM, shared read-only
 * by its threads, each of which binds a {@link ForwardPass} of its own.
 *
 * <p>Holds native memory until {@link #close()}; close it when no forward pass uses it any more.
 */
public final class Network implements AutoCloseable {
  private final Sequential model;

  private Network(Sequential model) {
    this.model = model;
  }

  public static Network of(Sequential model) {
    return new Network(model);
  }

  /** The number of rows at which this network's matrices stay in a core's cache. */
  public int preferredRows() {
    return 512;
  }

  /**
   * Binds the layers to buffers for up to {@code rows} rows.
   *
   * @param rows at least 1
   */
  public ForwardPass forwardPass(int rows) {
    return new ForwardPass(model, rows);
  }

  @Override
  public void close() {}
}
