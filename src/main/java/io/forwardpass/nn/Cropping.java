package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code Cropping1D} to {@code 3D}: leaves cells out before and behind each spatial axis.
 *
 * @param before how many, an axis
 * @param after likewise
 */
public record Cropping(
    String name, List<Integer> before, List<Integer> after, DataFormat dataFormat)
    implements Layer {

  public Cropping {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.isEmpty()
        || before.size() != after.size()
        || before.stream().anyMatch(cells -> cells < 0)
        || after.stream().anyMatch(cells -> cells < 0)) {
      throw new InvalidLayerException(
          "Cropping%sD '%s' leaves out %s cells before and %s after"
              .formatted(before.size(), name, before, after));
    }
  }

  @Override
  public String className() {
    return "Cropping" + before.size() + "D";
  }

  private Grid grid(Shape input) {
    return Grid.of(input, before.size(), dataFormat, this);
  }

  private Grid cropped(Grid grid) {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < before.size(); axis++) {
      int length = grid.lengths().get(axis) - before.get(axis) - after.get(axis);
      if (length < 1) {
        throw new InvalidLayerException(
            "%s '%s' leaves nothing of axis %s of shape %s"
                .formatted(className(), name, axis + 1, grid.shape()));
      }
      lengths.add(length);
    }
    return grid.withLengths(lengths);
  }

  @Override
  public Shape outputShape(Shape input) {
    return cropped(grid(input)).shape();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid grid = grid(signal.shape());
    int[] cells = before.stream().mapToInt(number -> -number).toArray();
    return List.of(grid.padded(cropped(grid), cells));
  }
}
