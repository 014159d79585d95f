package io.forwardpass.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A {@link Sequential} with its weights in place, ready to run: made once per JVM, shared read-only
 * by its threads, each of which binds a {@link ForwardPass} of its own.
 *
 * <p>Holds native memory. It is freed by {@link #close()}, or by the last forward pass where some
 * are still open then.
 */
public final class Network implements AutoCloseable {
  private final Sequential model;
  private final SharingKernels kernels;
  private final Map<Shape, BoundLayers> byShape = new HashMap<>();
  private int openPasses;
  private boolean closed;

  private Network(Sequential model, SharingKernels kernels) {
    this.model = model;
    this.kernels = kernels;
    bound(model.input());
  }

  public static Network of(Sequential model) {
    return of(model, Kernels.best());
  }

  static Network of(Sequential model, Kernels kernels) {
    return new Network(model, new SharingKernels(kernels, NativeProduct::new));
  }

  /**
   * The same without native memory, and without need of the native library: it tells what the
   * network takes, and its forward passes throw.
   */
  public static Network unplaced(Sequential model) {
    return unplaced(model, Kernels.best());
  }

  static Network unplaced(Sequential model, Kernels kernels) {
    return new Network(model, new SharingKernels(kernels, UnplacedProduct::of));
  }

  /** Bytes of native memory that the weights take, or would. */
  public synchronized long nativeBytes() {
    return kernels.nativeBytes();
  }

  /** What a forward pass takes of memory, whose parameters are those of {@link #forwardPass}. */
  public PassSize passSize(Shape input, int rows) {
    return PassSize.of(bound(input), rows);
  }

  private synchronized BoundLayers bound(Shape input) {
    return byShape.computeIfAbsent(
        input,
        shape ->
            BoundLayers.of(shape.equals(model.input()) ? model : model.forInput(shape), kernels));
  }

  /** What is run for inputs of the network's own shape. */
  List<Operation> operations() {
    return bound(model.input()).operations();
  }

  int inputColumns() {
    return model.input().size();
  }

  /** Where the inputs are indices, one more than the largest; others must not be given. */
  public OptionalInt indices() {
    return model.indices();
  }

  /** The shape that comes out for inputs of another shape than the network's own. */
  public Shape outputs(Shape input) {
    return model.forInput(input).output();
  }

  /** The rows of a batch at which this network runs best; fewer and more work as well. */
  public int preferredRows() {
    return preferredRows(model.input());
  }

  /** The same for inputs of another shape, which the layers must take. */
  public int preferredRows(Shape input) {
    return bound(input).preferredRows();
  }

  /**
   * Binds the layers to buffers for at least {@code rows} rows.
   *
   * @param rows at least 1
   */
  public ForwardPass forwardPass(int rows) {
    return forwardPass(model.input(), rows);
  }

  /**
   * The same for inputs of another shape, which the layers must take: they share the weights.
   *
   * @throws InvalidLayerException if they do not
   */
  public synchronized ForwardPass forwardPass(Shape input, int rows) {
    if (closed) {
      throw new IllegalStateException("network '" + model.name() + "' is closed");
    }
    ForwardPass pass = new ForwardPass(this, bound(input), rows);
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
      byShape.values().forEach(BoundLayers::close);
    }
  }
}
