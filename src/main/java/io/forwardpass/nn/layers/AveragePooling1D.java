package io.forwardpass.nn.layers;

import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Window;

/** {@code keras.layers.AveragePooling1D} with the channels on the last axis. */
public record AveragePooling1D(LayerOptions options, Window window)
    implements PoolingLayer<AveragePooling1D> {

  /** A window of size 2, as Keras has it by default. */
  public static AveragePooling1D of() {
    return of(2);
  }

  /** A window of so many steps, which moves by its own length. */
  public static AveragePooling1D of(int poolSize) {
    return new AveragePooling1D(LayerOptions.NONE, Windows.ofPool(1, poolSize));
  }

  @Override
  public Pool pool() {
    return Pool.AVERAGE;
  }

  @Override
  public AveragePooling1D with(LayerOptions changed) {
    return new AveragePooling1D(changed, window);
  }

  @Override
  public AveragePooling1D with(Window changed) {
    return new AveragePooling1D(options, changed);
  }
}
