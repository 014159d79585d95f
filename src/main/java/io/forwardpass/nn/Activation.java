package io.forwardpass.nn;

/** Applies an activation function: {@code y = activation(x)}. */
public record Activation(String name, ActivationFunction activation) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return activation.outputShape(input);
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
