package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * Any shape to one axis, in row-major order; with {@code channels_first} and a rank of 3 or more
 * (batch axis included) the channel axis first moves to the end.
 */
public record Flatten(String name, DataFormat dataFormat) implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    return Optional.empty();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    int rank = input.rank();
    if (dataFormat == DataFormat.CHANNELS_LAST || rank == 1) {
      return List.of();
    }
    int channels = input.dim(0);
    int positions = input.size() / channels;
    int[] source = new int[input.size()];
    for (int element = 0; element < source.length; element++) {
      source[element] = element % channels * positions + element / channels;
    }
    return List.of(new Rearrangement(source));
  }
}
