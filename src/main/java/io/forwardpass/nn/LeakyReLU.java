package io.forwardpass.nn;

import java.util.List;

/** {@code x > 0 ? x : negativeSlope · x}. */
public record LeakyReLU(String name, float negativeSlope) implements ActivationLayer {
  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return Elementwise.of(
        input, (values, from, to) -> Loops.leakyRelu(values, from, to, negativeSlope));
  }

  @Override
  public String spelling() {
    return "LeakyReLU(" + negativeSlope + ")";
  }
}
