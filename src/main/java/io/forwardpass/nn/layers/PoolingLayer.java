package io.forwardpass.nn.layers;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Pooling;
import io.forwardpass.nn.Shape;
import java.util.Random;

/**
 * What pooling layers share.
 *
 * @param <S> the layer itself
 */
public interface PoolingLayer<S extends PoolingLayer<S>> extends WindowedLayer<S> {

  Pool pool();

  @Override
  default Layer build(String name, Shape input, Random random) {
    if (window().padding() == Padding.CAUSAL) {
      throw new InvalidLayerException(
          "%s '%s' has causal padding; valid and same are supported".formatted(className(), name));
    }
    return new Pooling(name, pool(), window(), DataFormat.CHANNELS_LAST);
  }
}
