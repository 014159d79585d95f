package io.forwardpass.nn;

import java.util.List;

/** {@code x > 0 ? x : alpha · (eˣ − 1)}. */
public record ELU(String name, float alpha) implements ActivationLayer {
  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return Elementwise.of(input, (values, from, to) -> kernels.elu(values, from, to, alpha, 1));
  }

  @Override
  public String spelling() {
    return "ELU(" + alpha + ")";
  }
}
