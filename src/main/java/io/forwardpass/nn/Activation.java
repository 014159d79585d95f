package io.forwardpass.nn;

import java.util.List;

/** Applies an activation function: {@code y = activation(x)}. */
public record Activation(String name, ActivationFunction activation) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return activation.outputShape(input);
  }

  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return activation.operations(input, kernels);
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
