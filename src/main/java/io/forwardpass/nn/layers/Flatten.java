package io.forwardpass.nn.layers;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import java.util.Random;

/** {@code keras.layers.Flatten}. */
public record Flatten(LayerOptions options) implements ConfigurableLayer<Flatten> {

  public static Flatten of() {
    return new Flatten(LayerOptions.NONE);
  }

  @Override
  public Flatten with(LayerOptions changed) {
    return new Flatten(changed);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.Flatten(name, DataFormat.CHANNELS_LAST);
  }
}
