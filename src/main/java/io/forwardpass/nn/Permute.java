package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * The axes in another order.
 *
 * @param dims for each axis of the output, the axis of the input, counted from 1
 */
public record Permute(String name, List<Integer> dims) implements Layer {

  public Permute {
    dims = List.copyOf(dims);
    for (int axis = 1; axis <= dims.size(); axis++) {
      if (!dims.contains(axis)) {
        throw new InvalidLayerException(
            "Permute '%s' has dims %s; each axis from 1 to %s is needed once"
                .formatted(name, dims, dims.size()));
      }
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() != dims.size()) {
      throw new InvalidLayerException(
          "Permute '%s' orders %s axes and gets shape %s".formatted(name, dims.size(), input));
    }
    return new Shape(dims.stream().map(axis -> input.dim(axis - 1)).toList());
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    List<Integer> from = input.shape().dims();
    List<Integer> to = outputShape(input.shape()).dims();
    int[] source = new int[input.shape().size()];
    for (int element = 0; element < source.length; element++) {
      int[] places = Grid.places(element, to);
      List<Integer> origin = new ArrayList<>(from);
      for (int axis = 0; axis < places.length; axis++) {
        origin.set(dims.get(axis) - 1, places[axis]);
      }
      for (int axis = 0; axis < places.length; axis++) {
        source[element] = source[element] * from.get(axis) + origin.get(axis);
      }
    }
    return List.of(new Rearrangement(source));
  }
}
