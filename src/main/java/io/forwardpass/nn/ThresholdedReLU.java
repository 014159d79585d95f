package io.forwardpass.nn;

import java.util.List;

/** {@code x > theta ? x : 0}. */
public record ThresholdedReLU(String name, float theta) implements ActivationLayer {
  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return Elementwise.of(
        input, (values, from, to) -> Loops.thresholdedRelu(values, from, to, theta));
  }

  @Override
  public String spelling() {
    return "ThresholdedReLU(" + theta + ")";
  }
}
