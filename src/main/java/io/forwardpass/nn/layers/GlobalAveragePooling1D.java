package io.forwardpass.nn.layers;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Shape;
import java.util.Random;

/**
 * {@code keras.layers.GlobalAveragePooling1D} with the channels on the last axis.
 *
 * @param keepsDims whether the spatial axes stay, with length 1
 */
public record GlobalAveragePooling1D(LayerOptions options, boolean keepsDims)
    implements ConfigurableLayer<GlobalAveragePooling1D> {

  public static GlobalAveragePooling1D of() {
    return new GlobalAveragePooling1D(LayerOptions.NONE, false);
  }

  /** {@code keepdims=True}. */
  public GlobalAveragePooling1D keepdims() {
    return new GlobalAveragePooling1D(options, true);
  }

  @Override
  public GlobalAveragePooling1D with(LayerOptions changed) {
    return new GlobalAveragePooling1D(changed, keepsDims);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new GlobalPooling(name, Pool.AVERAGE, 1, DataFormat.CHANNELS_LAST, keepsDims);
  }
}
