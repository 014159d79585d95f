package io.forwardpass.nn;

/** {@code x > theta ? x : 0}. */
public record ThresholdedReLU(String name, float theta) implements Layer, ActivationFunction {
  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public String spelling() {
    return "ThresholdedReLU(" + theta + ")";
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
