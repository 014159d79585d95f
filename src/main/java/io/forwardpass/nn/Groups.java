package io.forwardpass.nn;

import java.util.List;

/** Groups of a tensor's elements, each of which one number is made of, or one measure taken. */
final class Groups {
  private final int[][] elements;
  private final int[] runs;

  /** Takes ownership of {@code elements}: those of each group, at least one. */
  Groups(int[][] elements) {
    this.elements = elements;
    this.runs = new int[elements.length];
    for (int group = elements.length - 1; group >= 0; group--) {
      runs[group] = isFollowed(group) ? runs[group + 1] + 1 : 1;
    }
  }

  private boolean isFollowed(int group) {
    if (group == elements.length - 1 || elements[group].length != elements[group + 1].length) {
      return false;
    }
    for (int index = 0; index < elements[group].length; index++) {
      if (elements[group + 1][index] != elements[group][index] + 1) {
        return false;
      }
    }
    return true;
  }

  int count() {
    return elements.length;
  }

  int[] elements(int group) {
    return elements[group];
  }

  /** The groups from this one on whose elements are those of the group before, plus one each. */
  int run(int group) {
    return runs[group];
  }

  /**
   * The elements that differ on the given axes alone, in row-major order.
   *
   * @param axes of one row's tensor, counted from 0
   */
  static Groups over(List<Integer> axes, Shape shape) {
    int length = axes.stream().mapToInt(shape::dim).reduce(1, (a, b) -> a * b);
    int[][] groups = new int[shape.size() / length][length];
    int[] filled = new int[groups.length];
    for (int element = 0; element < shape.size(); element++) {
      int group = 0;
      int[] places = Grid.places(element, shape.dims());
      for (int axis = 0; axis < places.length; axis++) {
        if (!axes.contains(axis)) {
          group = group * shape.dim(axis) + places[axis];
        }
      }
      groups[group][filled[group]++] = element;
    }
    return new Groups(groups);
  }
}
