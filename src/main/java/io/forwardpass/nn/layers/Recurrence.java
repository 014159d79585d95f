package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Recurrent;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Random;

/**
 * What recurrent layers share.
 *
 * @param units the numbers that come out of a step
 * @param initializer draws the weights of the state
 */
public record Recurrence(int units, Initializer initializer, Recurrent options) {

  public Recurrence {
    if (units < 1) {
      throw new InvalidLayerException(
          "a recurrent layer has %s units; 1 or more are needed".formatted(units));
    }
  }

  /** As Keras has it. */
  static Recurrence of(int units) {
    return new Recurrence(units, NamedInitializer.ORTHOGONAL, new Recurrent(false, false, false));
  }

  /** The initial weights of the inputs, for so many gates side by side. */
  Tensor kernel(int gates, Shape input, Weighting weighting, Random random) {
    if (input.rank() != 2) {
      throw new InvalidLayerException(
          "a recurrent layer takes steps of features and gets shape %s".formatted(input));
    }
    return weighting.kernelInitializer().tensor(Shape.of(input.last(), gates * units), random);
  }

  /** The initial weights of the state. */
  Tensor recurrentKernel(int gates, Random random) {
    return initializer.tensor(Shape.of(units, gates * units), random);
  }
}
