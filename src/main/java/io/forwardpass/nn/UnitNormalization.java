package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code x / max(sqrt(Σ x²), 1e-12)} along the axes.
 *
 * @param axes as Keras counts them: -1 is the last one
 */
public record UnitNormalization(String name, List<Integer> axes) implements Layer {
  private static final float EPSILON = 1e-12f;

  public UnitNormalization {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape outputShape(Shape input) {
    Axis.within(input, axes, name);
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    return List.of(
        new Standardization(
            Groups.over(Axis.within(input, axes, name), input),
            input.size(),
            Standardization.Spread.LENGTH,
            false,
            EPSILON));
  }

  @Override
  public long flops(Shape input) {
    return 3L * input.size();
  }
}
