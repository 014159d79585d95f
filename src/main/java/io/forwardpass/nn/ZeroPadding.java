package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code ZeroPadding1D} to {@code 3D}: zeros before and behind each spatial axis.
 *
 * @param before how many, an axis
 * @param after likewise
 */
public record ZeroPadding(
    String name, List<Integer> before, List<Integer> after, DataFormat dataFormat)
    implements Layer {

  public ZeroPadding {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.isEmpty()
        || before.size() != after.size()
        || before.stream().anyMatch(cells -> cells < 0 || cells > Window.MOST_CELLS)
        || after.stream().anyMatch(cells -> cells < 0 || cells > Window.MOST_CELLS)) {
      throw new InvalidLayerException(
          "ZeroPadding%sD '%s' has %s cells before and %s after"
              .formatted(before.size(), name, before, after));
    }
  }

  @Override
  public String className() {
    return "ZeroPadding" + before.size() + "D";
  }

  private Grid grid(Shape input) {
    return Grid.of(input, before.size(), dataFormat, this);
  }

  private Grid padded(Grid grid) {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < before.size(); axis++) {
      lengths.add(grid.lengths().get(axis) + before.get(axis) + after.get(axis));
    }
    return grid.withLengths(lengths);
  }

  @Override
  public Shape outputShape(Shape input) {
    return padded(grid(input)).shape();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid grid = grid(signal.shape());
    int[] cells = before.stream().mapToInt(Integer::intValue).toArray();
    return List.of(grid.padded(padded(grid), cells));
  }
}
