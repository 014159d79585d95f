package io.forwardpass.nn.layers;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Shape;
import java.util.Random;

/**
 * {@code keras.layers.GlobalMaxPooling2D} with the channels on the last axis.
 *
 * @param keepsDims whether the spatial axes stay, with length 1
 */
public record GlobalMaxPooling2D(LayerOptions options, boolean keepsDims)
    implements ConfigurableLayer<GlobalMaxPooling2D> {

  public static GlobalMaxPooling2D of() {
    return new GlobalMaxPooling2D(LayerOptions.NONE, false);
  }

  /** {@code keepdims=True}. */
  public GlobalMaxPooling2D keepdims() {
    return new GlobalMaxPooling2D(options, true);
  }

  @Override
  public GlobalMaxPooling2D with(LayerOptions changed) {
    return new GlobalMaxPooling2D(changed, keepsDims);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new GlobalPooling(name, Pool.MAX, 2, DataFormat.CHANNELS_LAST, keepsDims);
  }
}
