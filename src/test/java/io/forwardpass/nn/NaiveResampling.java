package io.forwardpass.nn;

import java.util.List;

/** Layers that add cells to a grid or take some away, for the {@link NaiveTwin}. */
final class NaiveResampling {
  private NaiveResampling() {}

  static NaiveArray forward(Layer layer, NaiveArray x) {
    if (layer instanceof ZeroPadding padding) {
      return padded(padding.before(), padding.after(), 1, padding.dataFormat(), x);
    } else if (layer instanceof Cropping cropping) {
      return padded(cropping.before(), cropping.after(), -1, cropping.dataFormat(), x);
    }
    UpSampling upSampling = (UpSampling) layer;
    boolean first = upSampling.dataFormat() == DataFormat.CHANNELS_FIRST;
    NaiveArray ordered = first ? x.firstAxisMovedToTheEnd() : x;
    NaiveArray larger = upSampled(upSampling, ordered);
    return first ? larger.lastAxisMovedToTheFront() : larger;
  }

  private static NaiveArray padded(
      List<Integer> before, List<Integer> after, int sign, DataFormat format, NaiveArray x) {
    int firstAxis = format == DataFormat.CHANNELS_FIRST ? 1 : 0;
    int[] dims = x.dims();
    for (int axis = 0; axis < before.size(); axis++) {
      dims[firstAxis + axis] += sign * (before.get(axis) + after.get(axis));
    }
    return NaiveArray.each(
        dims,
        index -> {
          int[] from = index.clone();
          boolean inside = true;
          for (int axis = 0; axis < before.size(); axis++) {
            from[firstAxis + axis] -= sign * before.get(axis);
            inside &=
                from[firstAxis + axis] >= 0 && from[firstAxis + axis] < x.dim(firstAxis + axis);
          }
          return inside ? x.at(from) : 0;
        });
  }

  private static NaiveArray upSampled(UpSampling layer, NaiveArray x) {
    NaiveArray larger = x;
    for (int axis = 0; axis < layer.size().size(); axis++) {
      int times = layer.size().get(axis);
      larger =
          layer.interpolation() == Interpolation.NEAREST
              ? repeated(larger, axis, times)
              : interpolated(larger, axis, times);
    }
    return larger;
  }

  private static NaiveArray repeated(NaiveArray x, int axis, int times) {
    int[] dims = x.dims();
    dims[axis] *= times;
    return NaiveArray.each(
        dims,
        index -> {
          int[] from = index.clone();
          from[axis] /= times;
          return x.at(from);
        });
  }

  /** Output {@code o} samples position {@code (o + ½) / times − ½}, clamped, on a line. */
  private static NaiveArray interpolated(NaiveArray x, int axis, int times) {
    int[] dims = x.dims();
    dims[axis] *= times;
    int last = x.dim(axis) - 1;
    return NaiveArray.each(
        dims,
        index -> {
          double position = Math.min(Math.max((index[axis] + 0.5) / times - 0.5, 0), last);
          int[] low = index.clone();
          int[] high = index.clone();
          low[axis] = (int) Math.floor(position);
          high[axis] = (int) Math.ceil(position);
          double share = position - low[axis];
          return (1 - share) * x.at(low) + share * x.at(high);
        });
  }
}
