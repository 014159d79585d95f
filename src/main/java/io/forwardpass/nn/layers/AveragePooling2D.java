package io.forwardpass.nn.layers;

import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Window;

/** {@code keras.layers.AveragePooling2D} with the channels on the last axis. */
public record AveragePooling2D(LayerOptions options, Window window)
    implements PoolingLayer<AveragePooling2D> {

  /** A window of size 2, as Keras has it by default. */
  public static AveragePooling2D of() {
    return of(2);
  }

  /** A window of that size, one number for both axes or two, which moves by its own size. */
  public static AveragePooling2D of(int... poolSize) {
    return new AveragePooling2D(LayerOptions.NONE, Windows.ofPool(2, poolSize));
  }

  @Override
  public Pool pool() {
    return Pool.AVERAGE;
  }

  @Override
  public AveragePooling2D with(LayerOptions changed) {
    return new AveragePooling2D(changed, window);
  }

  @Override
  public AveragePooling2D with(Window changed) {
    return new AveragePooling2D(options, changed);
  }
}
