package io.forwardpass.nn;

import java.util.List;

/** Groups of a tensor's elements, each of which one number is made of, or one measure taken. */
final class Groups {
  private final int[][] elements;

  /** Takes ownership of {@code elements}: those of each group, at least one. */
  Groups(int[][] elements) {
    this.elements = elements;
  }

  int count() {
    return elements.length;
  }

  int[] elements(int group) {
    return elements[group];
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
