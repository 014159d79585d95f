package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import java.util.Random;

/** {@code keras.layers.Dense}. */
public record Dense(LayerOptions options, Weighting weighting, int units)
    implements WeightedLayer<Dense> {

  public Dense {
    if (units < 1) {
      throw new InvalidLayerException("Dense has %s units; 1 or more are needed".formatted(units));
    }
  }

  public static Dense of(int units) {
    return new Dense(LayerOptions.NONE, Weighting.of(NamedActivation.LINEAR), units);
  }

  @Override
  public Dense with(LayerOptions changed) {
    return new Dense(changed, weighting, units);
  }

  @Override
  public Dense with(Weighting changed) {
    return new Dense(options, changed, units);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.Dense(
        name,
        weighting.activation(),
        weighting.useBias(),
        weighting.kernelInitializer().tensor(Shape.of(input.last(), units), random),
        weighting.bias(Shape.of(units), random));
  }
}
