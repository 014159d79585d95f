package io.forwardpass.nn.layers;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import java.util.Arrays;
import java.util.Random;

/** {@code keras.layers.Activation}. */
public record Activation(LayerOptions options, ActivationFunction activation)
    implements ConfigurableLayer<Activation> {

  /** By Keras' name: {@code relu}. */
  public static Activation of(String name) {
    return of(named(name));
  }

  public static Activation of(ActivationFunction activation) {
    return new Activation(LayerOptions.NONE, activation);
  }

  static ActivationFunction named(String name) {
    return NamedActivation.named(name)
        .orElseThrow(
            () ->
                new InvalidLayerException(
                    "activation '%s' is unknown; known are %s"
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                Arrays.stream(NamedActivation.values())
                                    .map(NamedActivation::spelling)
                                    .distinct()
                                    .toList()))));
  }

  @Override
  public Activation with(LayerOptions changed) {
    return new Activation(changed, activation);
  }

  @Override
  public Layer build(String name, Shape input, Random random) {
    return new io.forwardpass.nn.Activation(name, activation);
  }
}
