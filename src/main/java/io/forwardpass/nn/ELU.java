package io.forwardpass.nn;

/** {@code x > 0 ? x : alpha · (eˣ − 1)}. */
public record ELU(String name, float alpha) implements Layer, ActivationFunction {
  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public String spelling() {
    return "ELU(" + alpha + ")";
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
