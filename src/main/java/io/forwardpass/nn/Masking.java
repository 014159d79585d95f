package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * Masks the steps whose features all equal {@code maskValue}, and makes them 0.
 *
 * @param maskValue of the steps to leave out
 */
public record Masking(String name, float maskValue) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() < 2) {
      throw new InvalidLayerException(
          "Masking '%s' takes steps of features and gets shape %s".formatted(name, input));
    }
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return Optional.of(input.shape().withoutLast());
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    int features = input.shape().last();
    return List.of(new MaskOperation(input.shape().size() / features, features, maskValue));
  }

  @Override
  public long flops(Shape input) {
    return input.size();
  }
}
