package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import java.util.Random;

/** What a layer's weights are before training ({@code keras.initializers}). */
@FunctionalInterface
public interface Initializer {

  Tensor tensor(Shape shape, Random random);

  /** One of Keras' initializers by its name: {@code glorot_uniform}. */
  static Initializer named(String name) {
    return Arrays.stream(NamedInitializer.values())
        .filter(initializer -> initializer.spelling().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidLayerException(
                    "initializer '%s' is unknown; known are %s"
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                Arrays.stream(NamedInitializer.values())
                                    .map(NamedInitializer::spelling)
                                    .toList()))));
  }

  /** These weights, in row-major order: what somebody else has found already. */
  static Initializer values(float... values) {
    return (shape, random) -> Tensor.of(shape, values.clone());
  }
}
