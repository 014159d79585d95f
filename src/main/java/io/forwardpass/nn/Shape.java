package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The shape of one row's tensor, without the batch axis: {@code (28, 28, 1)} for an image.
 *
 * <p>Elements are numbered in row-major order, as in Keras; {@link #size()} counts them.
 *
 * @param dims the length of each axis, each at least 1; at least one axis
 */
public record Shape(List<Integer> dims) {

  public Shape {
    dims = List.copyOf(dims);
    if (dims.isEmpty()) {
      throw new InvalidLayerException("a shape has no axes; at least one is needed");
    }
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new InvalidLayerException("shape " + dims + " has an axis of length " + dim);
      }
      size *= dim;
      if (size > Integer.MAX_VALUE) {
        throw new InvalidLayerException(
            "shape " + dims + " has more than " + Integer.MAX_VALUE + " elements");
      }
    }
  }

  public static Shape of(int... dims) {
    List<Integer> list = new ArrayList<>(dims.length);
    for (int dim : dims) {
      list.add(dim);
    }
    return new Shape(list);
  }

  public int rank() {
    return dims.size();
  }

  public int dim(int axis) {
    return dims.get(axis);
  }

  /** The length of the last axis: the features or channels. */
  public int last() {
    return dims.get(dims.size() - 1);
  }

  /** The number of elements in one row. */
  public int size() {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /** With one more axis, in front of the one that stands at {@code axis} now. */
  public Shape with(int axis, int length) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.add(axis, length);
    return new Shape(changed);
  }

  /** Without the last axis; there must be another. */
  public Shape withoutLast() {
    return new Shape(dims.subList(0, dims.size() - 1));
  }

  /** Without the first axis; there must be another. */
  public Shape withoutFirst() {
    return new Shape(dims.subList(1, dims.size()));
  }

  /** With another length of the last axis. */
  public Shape withLast(int length) {
    return withAxis(dims.size() - 1, length);
  }

  /** With another length of one axis. */
  public Shape withAxis(int axis, int length) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(axis, length);
    return new Shape(changed);
  }

  /** As Keras prints it, without the batch axis: {@code (28, 28, 1)}, {@code (8,)}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "(", rank() == 1 ? ",)" : ")");
    dims.forEach(dim -> text.add(dim.toString()));
    return text.toString();
  }
}
