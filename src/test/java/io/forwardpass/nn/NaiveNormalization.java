package io.forwardpass.nn;

import java.util.List;

/** Layers that shift and scale, for the {@link NaiveTwin}. */
final class NaiveNormalization {
  private NaiveNormalization() {}

  static NaiveArray forward(Layer layer, NaiveArray x) {
    if (layer instanceof BatchNormalization batch) {
      return batchNormalization(batch, x);
    } else if (layer instanceof Normalization normalization) {
      return normalization(normalization, x);
    } else if (layer instanceof Rescaling rescaling) {
      NaiveArray scale = NaiveArray.of(rescaling.scale());
      NaiveArray offset = NaiveArray.of(rescaling.offset());
      return NaiveArray.each(
          x.dims(), index -> x.at(index) * scale.broadcastAt(index) + offset.broadcastAt(index));
    } else if (layer instanceof LayerNormalization normalization) {
      return layerNormalization(normalization, x);
    } else if (layer instanceof GroupNormalization normalization) {
      return groupNormalization(normalization, x);
    } else if (layer instanceof RMSNormalization rms) {
      NaiveArray squares = x.map(value -> value * value).mean(over(rms.axes(), x.rank()));
      NaiveArray scale = NaiveArray.of(rms.scale());
      return NaiveArray.each(
          x.dims(),
          index ->
              scale.broadcastAt(index)
                  * x.at(index)
                  / Math.sqrt(squares.broadcastAt(index) + rms.epsilon()));
    } else if (layer instanceof UnitNormalization unit) {
      NaiveArray squares = x.map(value -> value * value).sum(over(unit.axes(), x.rank()));
      return NaiveArray.each(
          x.dims(), index -> x.at(index) / Math.max(Math.sqrt(squares.broadcastAt(index)), 1e-12));
    }
    throw new AssertionError(layer);
  }

  /** Keras counts the batch as axis 0, and from the end with negative numbers. */
  static int axis(int axis, int rank) {
    return axis < 0 ? rank + axis : axis - 1;
  }

  static boolean[] over(List<Integer> axes, int rank) {
    boolean[] over = new boolean[rank];
    axes.forEach(axis -> over[axis(axis, rank)] = true);
    return over;
  }

  private static NaiveArray batchNormalization(BatchNormalization layer, NaiveArray x) {
    int axis = axis(layer.axis(), x.rank());
    return NaiveArray.each(
        x.dims(),
        index -> {
          int channel = index[axis];
          double mean = layer.movingMean().values()[channel];
          double variance = layer.movingVariance().values()[channel];
          return layer.gamma().values()[channel]
                  * (x.at(index) - mean)
                  / Math.sqrt(variance + layer.epsilon())
              + layer.beta().values()[channel];
        });
  }

  private static NaiveArray normalization(Normalization layer, NaiveArray x) {
    NaiveArray mean = NaiveArray.of(layer.mean());
    NaiveArray variance = NaiveArray.of(layer.variance());
    return NaiveArray.each(
        x.dims(),
        index -> {
          double deviation = Math.max(Math.sqrt(variance.broadcastAt(index)), 1e-7);
          return layer.invert()
              ? mean.broadcastAt(index) + x.at(index) * deviation
              : (x.at(index) - mean.broadcastAt(index)) / deviation;
        });
  }

  /** {@code (x − mean)²} on average over some axes. */
  private static NaiveArray variance(NaiveArray x, NaiveArray mean, boolean[] over) {
    return NaiveArray.each(x.dims(), index -> Math.pow(x.at(index) - mean.broadcastAt(index), 2))
        .mean(over);
  }

  private static NaiveArray layerNormalization(LayerNormalization layer, NaiveArray x) {
    boolean[] over = over(layer.axes(), x.rank());
    NaiveArray mean = x.mean(over);
    NaiveArray variance = variance(x, mean, over);
    int[] dims = x.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = over[axis] ? dims[axis] : 1;
    }
    NaiveArray gamma = NaiveArray.of(layer.gamma()).reshaped(dims);
    NaiveArray beta = NaiveArray.of(layer.beta()).reshaped(dims);
    return NaiveArray.each(
        x.dims(),
        index -> {
          double center = layer.rmsScaling() ? 0 : mean.broadcastAt(index);
          double deviation = Math.sqrt(variance.broadcastAt(index) + layer.epsilon());
          return gamma.broadcastAt(index) * (x.at(index) - center) / deviation
              + beta.broadcastAt(index);
        });
  }

  private static NaiveArray groupNormalization(GroupNormalization layer, NaiveArray x) {
    int axis = axis(layer.axis(), x.rank());
    int size = x.dim(axis) / layer.groups();
    double[] mean = new double[layer.groups()];
    double[] variance = new double[layer.groups()];
    double count = (double) x.values().length / layer.groups();
    for (int[] index : NaiveArray.indices(x.dims())) {
      mean[index[axis] / size] += x.at(index) / count;
    }
    for (int[] index : NaiveArray.indices(x.dims())) {
      int group = index[axis] / size;
      variance[group] += Math.pow(x.at(index) - mean[group], 2) / count;
    }
    return NaiveArray.each(
        x.dims(),
        index -> {
          int group = index[axis] / size;
          return layer.gamma().values()[index[axis]]
                  * (x.at(index) - mean[group])
                  / Math.sqrt(variance[group] + layer.epsilon())
              + layer.beta().values()[index[axis]];
        });
  }
}
