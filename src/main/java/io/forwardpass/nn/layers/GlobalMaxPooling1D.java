package io.forwardpass.nn.layers;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Shape;
import java.util.Random;

/**
 * {@code keras.layers.GlobalMaxPooling1D} with the channels on the last axis.
 *
 * @param keepsDims whether the spatial axes stay, with length 1
 */
public record GlobalMaxPooling1D(LayerOptions options, boolean keepsDims)
    implements ConfigurableLayer<GlobalMaxPooling1D> {

  public static GlobalMaxPooling1D of() {
    return new GlobalMaxPooling1D(LayerOptions.NONE, false);
  }

  /** {@code keepdims=True}. */
  public GlobalMaxPooling1D keepdims() {
    return new GlobalMaxPooling1D(options, true);
  }

  @Override
  public GlobalMaxPooling1D with(LayerOptions changed) {
    return new GlobalMaxPooling1D(changed, keepsDims);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new GlobalPooling(name, Pool.MAX, 1, DataFormat.CHANNELS_LAST, keepsDims);
  }
}
