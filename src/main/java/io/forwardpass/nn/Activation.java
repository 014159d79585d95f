package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/** Applies an activation function: {@code y = activation(x)}. */
public record Activation(String name, ActivationFunction activation) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return activation.outputShape(input);
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    return Optional.of(activation);
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    return activation.operations(signal.shape(), kernels);
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
