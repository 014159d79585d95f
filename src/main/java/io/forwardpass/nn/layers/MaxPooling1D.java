package io.forwardpass.nn.layers;

import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Window;

/** {@code keras.layers.MaxPooling1D} with the channels on the last axis. */
public record MaxPooling1D(LayerOptions options, Window window)
    implements PoolingLayer<MaxPooling1D> {

  /** A window of size 2, as Keras has it by default. */
  public static MaxPooling1D of() {
    return of(2);
  }

  /** A window of so many steps, which moves by its own length. */
  public static MaxPooling1D of(int poolSize) {
    return new MaxPooling1D(LayerOptions.NONE, Windows.ofPool(1, poolSize));
  }

  @Override
  public Pool pool() {
    return Pool.MAX;
  }

  @Override
  public MaxPooling1D with(LayerOptions changed) {
    return new MaxPooling1D(changed, window);
  }

  @Override
  public MaxPooling1D with(Window changed) {
    return new MaxPooling1D(options, changed);
  }
}
