package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/** A layer that is an activation function and may stand for one in another layer. */
public sealed interface ActivationLayer extends Layer, ActivationFunction
    permits ELU, LeakyReLU, ReLU, Softmax, ThresholdedReLU {

  @Override
  default Shape outputShape(Shape input) {
    return input;
  }

  @Override
  default Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  default List<Operation> operations(Signal input, Kernels kernels) {
    return operations(input.shape(), kernels);
  }

  @Override
  default Optional<ActivationFunction> outputActivation() {
    return Optional.of(this);
  }

  @Override
  default long flops(Shape input) {
    return input.size();
  }
}
