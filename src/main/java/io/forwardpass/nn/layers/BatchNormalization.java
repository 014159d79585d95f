package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Random;

/**
 * {@code keras.layers.BatchNormalization} of the last axis.
 *
 * @param scale whether there is a gamma
 * @param center whether there is a beta
 */
public record BatchNormalization(LayerOptions options, float epsilon, boolean scale, boolean center)
    implements ConfigurableLayer<BatchNormalization> {
  private static final int LAST_AXIS = -1;

  public BatchNormalization {
    // Written so that NaN fails.
    if (!(epsilon > 0)) {
      throw new InvalidLayerException(
          "BatchNormalization has the epsilon %s; a positive number is needed".formatted(epsilon));
    }
  }

  public static BatchNormalization of() {
    return new BatchNormalization(LayerOptions.NONE, 1e-3f, true, true);
  }

  @Override
  public BatchNormalization with(LayerOptions changed) {
    return new BatchNormalization(changed, epsilon, scale, center);
  }

  public BatchNormalization epsilon(float changed) {
    return new BatchNormalization(options, changed, scale, center);
  }

  /** Leaves gamma out: {@code scale=False}. */
  public BatchNormalization withoutScale() {
    return new BatchNormalization(options, epsilon, false, center);
  }

  /** Leaves beta out: {@code center=False}. */
  public BatchNormalization withoutCenter() {
    return new BatchNormalization(options, epsilon, scale, false);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    Shape channels = Shape.of(input.last());
    return new io.forwardpass.nn.BatchNormalization(
        name,
        LAST_AXIS,
        epsilon,
        scale,
        center,
        Tensor.ones(channels),
        Tensor.zeros(channels),
        Tensor.zeros(channels),
        Tensor.ones(channels));
  }
}
