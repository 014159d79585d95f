package io.forwardpass.nn;

import java.util.List;

/**
 * How the window of a convolution or of a pooling layer lies on the spatial axes, one number an
 * axis.
 *
 * @param size {@code kernel_size} or {@code pool_size}
 * @param strides how far the window moves
 * @param dilationRate the distance between neighbouring cells of the window
 */
public record Window(
    List<Integer> size, List<Integer> strides, List<Integer> dilationRate, Padding padding) {

  /** More than any axis that fits into memory. */
  static final int MOST_CELLS = 1 << 24;

  public Window {
    size = List.copyOf(size);
    strides = List.copyOf(strides);
    dilationRate = List.copyOf(dilationRate);
    if (size.isEmpty() || strides.size() != size.size() || dilationRate.size() != size.size()) {
      throw new InvalidLayerException(
          "a window of size %s has strides %s and dilation %s; one number an axis is needed"
              .formatted(size, strides, dilationRate));
    }
    for (List<Integer> numbers : List.of(size, strides, dilationRate)) {
      for (int number : numbers) {
        if (number < 1) {
          throw new InvalidLayerException(
              "a window of size %s, strides %s and dilation %s has a number below 1"
                  .formatted(size, strides, dilationRate));
        }
      }
    }
    for (int axis = 0; axis < size.size(); axis++) {
      long reach = (size.get(axis) - 1L) * dilationRate.get(axis) + 1;
      if (reach > MOST_CELLS || strides.get(axis) > MOST_CELLS) {
        throw new InvalidLayerException(
            "a window of size %s, strides %s and dilation %s reaches further than %s cells"
                .formatted(size, strides, dilationRate, MOST_CELLS));
      }
    }
    if (padding == Padding.CAUSAL && size.size() != 1) {
      throw new InvalidLayerException("causal padding is for one spatial axis, not " + size.size());
    }
  }

  /** A window that moves by one, without gaps. */
  static Window of(List<Integer> size) {
    List<Integer> ones = size.stream().map(axis -> 1).toList();
    return new Window(size, ones, ones, Padding.VALID);
  }

  int rank() {
    return size.size();
  }

  /** The cells of the window. */
  int cells() {
    return size.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  /** From the window's first cell to its last, both included. */
  private long extent(int axis) {
    return (size.get(axis) - 1L) * dilationRate.get(axis) + 1;
  }

  /** The windows that fit on an axis of that length; below 1 where none does. */
  int outputLength(int axis, int length) {
    long stride = strides.get(axis);
    return (int)
        switch (padding) {
          case SAME, CAUSAL -> (length + stride - 1) / stride;
          case VALID -> Math.floorDiv(length - extent(axis), stride) + 1;
        };
  }

  /** The cells to put before an axis of that length. */
  int before(int axis, int length) {
    return (int)
        switch (padding) {
          case VALID -> 0;
          case SAME -> missing(axis, length) / 2;
          case CAUSAL -> extent(axis) - 1;
        };
  }

  /** The cells to put behind it. */
  int after(int axis, int length) {
    return padding == Padding.SAME ? (int) missing(axis, length) - before(axis, length) : 0;
  }

  private long missing(int axis, int length) {
    long last = (outputLength(axis, length) - 1L) * strides.get(axis);
    return Math.max(0, last + extent(axis) - length);
  }
}
