package io.forwardpass.nn.layers;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Random;

/**
 * What layers with weighted sums share: {@code output = activation(weighted sum of inputs + bias)}.
 *
 * @param kernelInitializer draws the weights
 * @param biasInitializer not used without bias
 */
public record Weighting(
    ActivationFunction activation,
    boolean useBias,
    Initializer kernelInitializer,
    Initializer biasInitializer) {

  /** As Keras has it. */
  static Weighting of(ActivationFunction activation) {
    return new Weighting(activation, true, NamedInitializer.GLOROT_UNIFORM, NamedInitializer.ZEROS);
  }

  /** The initial bias: zeros without one, as the layers have it. */
  Tensor bias(Shape shape, Random random) {
    return useBias ? biasInitializer.tensor(shape, random) : Tensor.zeros(shape);
  }
}
