package io.forwardpass.keras;

import java.util.List;

/**
 * How many cells are put before and behind each spatial axis, or taken away.
 *
 * @param before one number an axis
 * @param after likewise
 */
record Edges(List<Integer> before, List<Integer> after) {

  /**
   * One number for all, one an axis, or a pair an axis; with one axis two numbers are its pair.
   *
   * @param value of {@code padding} or {@code cropping}
   */
  static Edges read(Value value, int axes) {
    if (value.isObject()) {
      return keras1(value);
    }
    if (axes == 1 && value.isList() && value.list().size() == 2) {
      List<Integer> pair = value.integers(2, 0);
      return new Edges(pair.subList(0, 1), pair.subList(1, 2));
    }
    if (value.isList() && value.list().stream().allMatch(Value::isList)) {
      List<List<Integer>> pairs = value.list().stream().map(pair -> pair.integers(2, 0)).toList();
      if (pairs.size() != axes) {
        throw value.wrong("a pair for each of %s axes".formatted(axes));
      }
      return new Edges(
          pairs.stream().map(pair -> pair.get(0)).toList(),
          pairs.stream().map(pair -> pair.get(1)).toList());
    }
    List<Integer> both = value.integers(axes, 0);
    return new Edges(both, both);
  }

  private static Edges keras1(Value value) {
    return new Edges(
        List.of(number(value, "top_pad"), number(value, "left_pad")),
        List.of(number(value, "bottom_pad"), number(value, "right_pad")));
  }

  private static int number(Value value, String key) {
    return value.get(key).isNull() ? 0 : value.get(key).integers(1, 0).get(0);
  }
}
