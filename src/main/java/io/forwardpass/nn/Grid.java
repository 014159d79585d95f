package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of spatial axes and channels, with the arithmetic of its element numbers: the element of
 * a position and a channel is {@code position · positionStep() + channel · channelStep()}, where
 * positions are numbered in row-major order.
 *
 * @param lengths of the spatial axes
 */
record Grid(List<Integer> lengths, int channels, DataFormat format) {

  Grid {
    lengths = List.copyOf(lengths);
  }

  /** Throws {@link InvalidLayerException} unless {@code shape} has so many spatial axes. */
  static Grid of(Shape shape, int spatialAxes, DataFormat format, Layer layer) {
    if (shape.rank() != spatialAxes + 1) {
      throw new InvalidLayerException(
          "%s '%s' takes %s axes and one of channels, and gets shape %s"
              .formatted(layer.className(), layer.name(), spatialAxes, shape));
    }
    List<Integer> dims = shape.dims();
    return format == DataFormat.CHANNELS_LAST
        ? new Grid(dims.subList(0, spatialAxes), shape.last(), format)
        : new Grid(dims.subList(1, spatialAxes + 1), dims.get(0), format);
  }

  Shape shape() {
    List<Integer> dims = new ArrayList<>(lengths);
    dims.add(format == DataFormat.CHANNELS_LAST ? dims.size() : 0, channels);
    return new Shape(dims);
  }

  int rank() {
    return lengths.size();
  }

  /** The cells of one channel. */
  int positions() {
    return lengths.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
  }

  int positionStep() {
    return format == DataFormat.CHANNELS_LAST ? channels : 1;
  }

  int channelStep() {
    return format == DataFormat.CHANNELS_LAST ? 1 : positions();
  }

  Grid withChannels(int number) {
    return new Grid(lengths, number, format);
  }

  Grid withLengths(List<Integer> changed) {
    return new Grid(changed, channels, format);
  }

  /** The place on each axis of a position; places within {@code box} are numbered likewise. */
  static int[] places(int position, List<Integer> box) {
    int[] places = new int[box.size()];
    int rest = position;
    for (int axis = box.size() - 1; axis >= 0; axis--) {
      places[axis] = rest % box.get(axis);
      rest /= box.get(axis);
    }
    return places;
  }

  /** The number of the position at these places. */
  int position(int[] places) {
    int position = 0;
    for (int axis = 0; axis < places.length; axis++) {
      position = position * lengths.get(axis) + places[axis];
    }
    return position;
  }

  boolean contains(int[] places) {
    for (int axis = 0; axis < places.length; axis++) {
      if (places[axis] < 0 || places[axis] >= lengths.get(axis)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same tensor with cells put before and behind each axis, or taken away where a number is
   * negative; new cells are 0.
   */
  Rearrangement padded(Grid padded, int[] before) {
    int[] source = new int[padded.channels * padded.positions()];
    for (int position = 0; position < padded.positions(); position++) {
      int[] places = places(position, padded.lengths);
      for (int axis = 0; axis < places.length; axis++) {
        places[axis] -= before[axis];
      }
      int from = contains(places) ? position(places) : Rearrangement.ZERO;
      for (int channel = 0; channel < channels; channel++) {
        source[position * padded.positionStep() + channel * padded.channelStep()] =
            from == Rearrangement.ZERO
                ? Rearrangement.ZERO
                : from * positionStep() + channel * channelStep();
      }
    }
    return new Rearrangement(source);
  }
}
