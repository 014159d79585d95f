package io.forwardpass.nn;

import static io.forwardpass.nn.NaiveArray.join;

import java.util.Arrays;
import java.util.List;

/** Convolutions for the {@link NaiveTwin}. */
final class NaiveConvolution {
  private NaiveConvolution() {}

  static NaiveArray forward(ConvolutionLayer layer, NaiveArray input) {
    boolean first = layer.dataFormat() == DataFormat.CHANNELS_FIRST;
    NaiveArray x = first ? input.firstAxisMovedToTheEnd() : input;
    NaiveArray sums = sums(layer, x);
    NaiveArray ordered = first ? sums.lastAxisMovedToTheFront() : sums;
    return NaiveActivation.activate(layer.activation(), ordered);
  }

  private static NaiveArray sums(ConvolutionLayer layer, NaiveArray x) {
    if (layer instanceof Conv conv) {
      NaiveArray kernel = NaiveArray.of(conv.kernel());
      return biased(correlated(x, kernel, conv.window(), conv.groups()), conv.bias());
    } else if (layer instanceof DepthwiseConv depthwise) {
      NaiveArray kernel = NaiveArray.of(depthwise.kernel());
      return biased(eachChannel(x, kernel, depthwise.window()), depthwise.bias());
    } else if (layer instanceof SeparableConv separable) {
      NaiveArray depthwise = NaiveArray.of(separable.depthwiseKernel());
      NaiveArray channels = eachChannel(x, depthwise, separable.window());
      return biased(pointwise(channels, separable.pointwiseKernel()), separable.bias());
    }
    return spread((ConvTranspose) layer, x);
  }

  private static NaiveArray biased(NaiveArray sums, Tensor bias) {
    NaiveArray values = NaiveArray.of(bias);
    return NaiveArray.each(sums.dims(), index -> sums.at(index) + values.broadcastAt(index));
  }

  private static NaiveArray correlated(NaiveArray x, NaiveArray kernel, Window size, int groups) {
    NaiveWindow window = new NaiveWindow(size);
    int filters = kernel.last();
    int channels = x.last() / groups;
    return NaiveArray.each(
        join(window.outputLengths(x.dims()), filters),
        index -> {
          int filter = index[index.length - 1];
          int group = filter / (filters / groups);
          double sum = 0;
          for (NaiveWindow.Tap tap : window.taps(index, x.dims())) {
            for (int channel = 0; channel < channels; channel++) {
              sum +=
                  x.at(join(tap.place(), group * channels + channel))
                      * kernel.at(join(tap.cell(), channel, filter));
            }
          }
          return sum;
        });
  }

  /** Output channel {@code channel · multiplier + m} is of kernel {@code […, channel, m]}. */
  private static NaiveArray eachChannel(NaiveArray x, NaiveArray kernel, Window size) {
    NaiveWindow window = new NaiveWindow(size);
    int multiplier = kernel.last();
    return NaiveArray.each(
        join(window.outputLengths(x.dims()), x.last() * multiplier),
        index -> {
          int channel = index[index.length - 1] / multiplier;
          int m = index[index.length - 1] % multiplier;
          double sum = 0;
          for (NaiveWindow.Tap tap : window.taps(index, x.dims())) {
            sum += x.at(join(tap.place(), channel)) * kernel.at(join(tap.cell(), channel, m));
          }
          return sum;
        });
  }

  private static NaiveArray pointwise(NaiveArray x, Tensor kernel) {
    NaiveArray matrix = NaiveArray.of(kernel).reshaped(x.last(), kernel.shape().last());
    int[] dims = x.dims();
    dims[dims.length - 1] = matrix.last();
    return NaiveArray.each(
        dims,
        index -> {
          int[] from = index.clone();
          double sum = 0;
          for (int channel = 0; channel < x.last(); channel++) {
            from[from.length - 1] = channel;
            sum += x.at(from) * matrix.at(channel, index[index.length - 1]);
          }
          return sum;
        });
  }

  /** Every input adds the kernel to a buffer, of which the outputs are a part. */
  private static NaiveArray spread(ConvTranspose layer, NaiveArray x) {
    NaiveArray kernel = NaiveArray.of(layer.kernel());
    int axes = x.rank() - 1;
    int filters = kernel.dim(axes);
    int[] full = new int[axes];
    int[] lengths = new int[axes];
    int[] start = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      int n = x.dim(axis);
      int k = kernel.dim(axis);
      int s = layer.window().strides().get(axis);
      boolean same = layer.window().padding() == Padding.SAME;
      List<Integer> given = layer.outputPadding();
      full[axis] = (n - 1) * s + k;
      if (given.isEmpty()) {
        lengths[axis] = same ? n * s : n * s + Math.max(k - s, 0);
      } else {
        int op = given.get(axis);
        lengths[axis] = same ? (n - 1) * s + k - 2 * (k / 2) + op : (n - 1) * s + k + op;
      }
      start[axis] = same ? Math.max(full[axis] - lengths[axis], 0) / 2 : 0;
    }
    NaiveArray buffer = NaiveArray.zeros(join(full, filters));
    for (int[] from : NaiveArray.indices(x.dims())) {
      int channel = from[axes];
      for (int[] cell : NaiveArray.indices(Arrays.copyOf(kernel.dims(), axes))) {
        int[] to = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
          to[axis] = from[axis] * layer.window().strides().get(axis) + cell[axis];
        }
        for (int filter = 0; filter < filters; filter++) {
          buffer.add(x.at(from) * kernel.at(join(cell, filter, channel)), join(to, filter));
        }
      }
    }
    NaiveArray cropped =
        NaiveArray.each(
            join(lengths, filters),
            index -> {
              int[] at = index.clone();
              boolean inside = true;
              for (int axis = 0; axis < axes; axis++) {
                at[axis] += start[axis];
                inside &= at[axis] < full[axis];
              }
              return inside ? buffer.at(at) : 0;
            });
    return biased(cropped, layer.bias());
  }
}
