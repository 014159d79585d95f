package io.forwardpass.nn.layers;

import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import java.util.Map;
import java.util.Random;

/** {@code keras.layers.Dropout}: only training notices it. */
public record Dropout(LayerOptions options, double rate) implements ConfigurableLayer<Dropout> {

  public Dropout {
    // Written so that NaN fails.
    if (!(rate >= 0 && rate <= 1)) {
      throw new InvalidLayerException(
          "Dropout has the rate %s; a number from 0 to 1 is needed".formatted(rate));
    }
  }

  public static Dropout of(double rate) {
    return new Dropout(LayerOptions.NONE, rate);
  }

  @Override
  public Dropout with(LayerOptions changed) {
    return new Dropout(changed, rate);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new InferenceIdentity(name, className(), Map.of("rate", rate));
  }
}
