package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/** Where a window lies on its input, from Keras' padding rules, for the {@link NaiveTwin}. */
record NaiveWindow(Window window) {

  /** A cell of the window, and the place of the input under it. */
  static final class Tap {
    private final int[] cell;
    private final int[] place;

    private Tap(int[] cell, int[] place) {
      this.cell = cell;
      this.place = place;
    }

    int[] cell() {
      return cell;
    }

    int[] place() {
      return place;
    }
  }

  private int extent(int axis) {
    return (window.size().get(axis) - 1) * window.dilationRate().get(axis) + 1;
  }

  private int outputLength(int axis, int length) {
    int stride = window.strides().get(axis);
    return switch (window.padding()) {
      case VALID -> (length - extent(axis)) / stride + 1;
      case SAME -> (int) Math.ceil((double) length / stride);
      case CAUSAL -> (length + extent(axis) - 1 - extent(axis)) / stride + 1;
    };
  }

  private int before(int axis, int length) {
    return switch (window.padding()) {
      case VALID -> 0;
      case SAME -> {
        int last = (outputLength(axis, length) - 1) * window.strides().get(axis);
        yield Math.max(last + extent(axis) - length, 0) / 2;
      }
      case CAUSAL -> extent(axis) - 1;
    };
  }

  /** The spatial lengths that come out; {@code dims} end with the channels. */
  int[] outputLengths(int[] dims) {
    int[] lengths = new int[window.size().size()];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] = outputLength(axis, dims[axis]);
    }
    return lengths;
  }

  /**
   * The cells of the window that lie on the input and not beyond its edges, for the output at
   * {@code index}.
   */
  List<Tap> taps(int[] index, int[] dims) {
    int axes = window.size().size();
    List<Tap> taps = new ArrayList<>();
    for (int[] cell :
        NaiveArray.indices(window.size().stream().mapToInt(Integer::intValue).toArray())) {
      int[] place = new int[axes];
      boolean inside = true;
      for (int axis = 0; axis < axes; axis++) {
        place[axis] =
            index[axis] * window.strides().get(axis)
                + cell[axis] * window.dilationRate().get(axis)
                - before(axis, dims[axis]);
        inside &= place[axis] >= 0 && place[axis] < dims[axis];
      }
      if (inside) {
        taps.add(new Tap(cell, place));
      }
    }
    return taps;
  }
}
