package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same elements in row-major order under another shape.
 *
 * @param targetShape axes without the batch axis; at most one may be -1 and takes what is left
 */
public record Reshape(String name, List<Integer> targetShape) implements Layer {

  public Reshape {
    targetShape = List.copyOf(targetShape);
    if (targetShape.stream().filter(dim -> dim == -1).count() > 1) {
      throw new InvalidLayerException(
          "Reshape '%s' has more than one -1 in %s".formatted(name, targetShape));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    long known = 1;
    for (int dim : targetShape) {
      known *= dim == -1 ? 1 : dim;
      if (known < 1 || known > input.size()) {
        throw misfit(input);
      }
    }
    List<Integer> dims = new ArrayList<>(targetShape);
    int free = dims.indexOf(-1);
    if (free >= 0) {
      dims.set(free, (int) (input.size() / known));
    }
    Shape output = new Shape(dims);
    if (output.size() != input.size()) {
      throw misfit(input);
    }
    return output;
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    return Optional.empty();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    return List.of();
  }

  private InvalidLayerException misfit(Shape input) {
    return new InvalidLayerException(
        "Reshape '%s' cannot turn shape %s into %s".formatted(name, input, targetShape));
  }
}
