package io.forwardpass.nn.layers;

import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Window;

/** {@code keras.layers.MaxPooling2D} with the channels on the last axis. */
public record MaxPooling2D(LayerOptions options, Window window)
    implements PoolingLayer<MaxPooling2D> {

  /** A window of size 2, as Keras has it by default. */
  public static MaxPooling2D of() {
    return of(2);
  }

  /** A window of that size, one number for both axes or two, which moves by its own size. */
  public static MaxPooling2D of(int... poolSize) {
    return new MaxPooling2D(LayerOptions.NONE, Windows.ofPool(2, poolSize));
  }

  @Override
  public Pool pool() {
    return Pool.MAX;
  }

  @Override
  public MaxPooling2D with(LayerOptions changed) {
    return new MaxPooling2D(changed, window);
  }

  @Override
  public MaxPooling2D with(Window changed) {
    return new MaxPooling2D(options, changed);
  }
}
