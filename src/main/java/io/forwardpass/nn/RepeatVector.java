package io.forwardpass.nn;

import java.util.List;

/** The same features {@code n} times: (features,) becomes (n, features). */
public record RepeatVector(String name, int n) implements Layer {

  public RepeatVector {
    if (n < 1) {
      throw new InvalidLayerException("RepeatVector '%s' repeats %s times".formatted(name, n));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() != 1) {
      throw new InvalidLayerException(
          "RepeatVector '%s' takes one axis and gets shape %s".formatted(name, input));
    }
    return Shape.of(n, input.last());
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    int features = input.shape().last();
    int[] source = new int[Math.multiplyExact(n, features)];
    for (int element = 0; element < source.length; element++) {
      source[element] = element % features;
    }
    return List.of(new Rearrangement(source));
  }
}
