package io.forwardpass.nn;

/** {@code x > 0 ? x : negativeSlope · x}. */
public record LeakyReLU(String name, float negativeSlope) implements Layer, ActivationFunction {
  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public String spelling() {
    return "LeakyReLU(" + negativeSlope + ")";
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
