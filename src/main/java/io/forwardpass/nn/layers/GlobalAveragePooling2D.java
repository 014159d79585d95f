package io.forwardpass.nn.layers;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Shape;
import java.util.Random;

/**
 * {@code keras.layers.GlobalAveragePooling2D} with the channels on the last axis.
 *
 * @param keepsDims whether the spatial axes stay, with length 1
 */
public record GlobalAveragePooling2D(LayerOptions options, boolean keepsDims)
    implements ConfigurableLayer<GlobalAveragePooling2D> {

  public static GlobalAveragePooling2D of() {
    return new GlobalAveragePooling2D(LayerOptions.NONE, false);
  }

  /** {@code keepdims=True}. */
  public GlobalAveragePooling2D keepdims() {
    return new GlobalAveragePooling2D(options, true);
  }

  @Override
  public GlobalAveragePooling2D with(LayerOptions changed) {
    return new GlobalAveragePooling2D(changed, keepsDims);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new GlobalPooling(name, Pool.AVERAGE, 2, DataFormat.CHANNELS_LAST, keepsDims);
  }
}
