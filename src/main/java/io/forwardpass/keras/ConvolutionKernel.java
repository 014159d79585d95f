package io.forwardpass.keras;

import io.forwardpass.nn.Conv;
import io.forwardpass.nn.ConvTranspose;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.TimeDistributed;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.List;

/** The kernel of a convolution, which old files hold in other orders than Keras 3 does. */
final class ConvolutionKernel {
  private ConvolutionKernel() {}

  /**
   * The next weight, in the order of Keras 3.
   *
   * @param shape (size…, channels, filters)
   */
  static Tensor next(
      List<Integer> shape, DataFormat dataFormat, Writer writer, WeightSource weights) {
    List<Integer> channelsFirst = channelsFirst(shape);
    boolean keras1First = writer.major() == 1 && dataFormat == DataFormat.CHANNELS_FIRST;
    List<List<Integer>> known = new ArrayList<>(List.of(shape, channelsFirst));
    if (shape.size() == 3) {
      // Convolution1D of Keras 1 was one of two axes: (length, 1, channels, filters), or before
      // version 1.2 (filters, channels, length, 1).
      known.add(List.of(shape.get(0), 1, shape.get(1), shape.get(2)));
      known.add(List.of(shape.get(2), shape.get(1), shape.get(0), 1));
    }
    if (keras1First) {
      known.remove(channelsFirst);
      known.add(0, channelsFirst);
    }
    Tensor kernel = weights.nextOneOf(known);
    int form = known.indexOf(kernel.shape().dims());
    boolean filtersFirst =
        form == 3 || (form == known.indexOf(channelsFirst) && (keras1First || form > 0));
    Tensor ordered =
        filtersFirst
            ? transposed(Tensor.of(new Shape(channelsFirst), kernel.values()), lastToFirst(shape))
            : Tensor.of(new Shape(shape), kernel.values());
    return writer.isTheano() ? turned(ordered) : ordered;
  }

  /**
   * The same for a transposed convolution.
   *
   * @param shape (size…, filters, channels)
   */
  static Tensor nextTransposed(
      List<Integer> shape, DataFormat dataFormat, Writer writer, WeightSource weights) {
    if (writer.major() > 1) {
      Tensor kernel = weights.next(shape);
      return writer.isTheano() ? turned(kernel) : kernel;
    }
    int axes = shape.size() - 2;
    List<Integer> stored = new ArrayList<>(shape.subList(0, axes));
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      order.add(dataFormat == DataFormat.CHANNELS_FIRST ? axis + 2 : axis);
    }
    if (dataFormat == DataFormat.CHANNELS_FIRST) {
      stored.addAll(0, shape.subList(axes, axes + 2));
      order.addAll(List.of(0, 1));
    } else {
      stored.addAll(List.of(shape.get(axes + 1), shape.get(axes)));
      order.addAll(List.of(axes + 1, axes));
    }
    Tensor kernel = transposed(weights.next(stored), order);
    return writer.isTheano() ? turned(kernel) : kernel;
  }

  /** Whether a kernel of the network gives other numbers when it is turned. */
  static boolean isTurnedIn(Layer layer) {
    if (layer instanceof Sequential network) {
      return network.layers().stream().anyMatch(ConvolutionKernel::isTurnedIn);
    } else if (layer instanceof TimeDistributed distributed) {
      return isTurnedIn(distributed.layer());
    }
    return (layer instanceof Conv conv && hasCells(conv.window()))
        || (layer instanceof ConvTranspose transpose && hasCells(transpose.window()));
  }

  private static boolean hasCells(Window window) {
    return window.size().stream().anyMatch(size -> size > 1);
  }

  /** (filters, channels, size…). */
  private static List<Integer> channelsFirst(List<Integer> shape) {
    List<Integer> first = new ArrayList<>(shape.subList(0, shape.size() - 2));
    first.add(0, shape.get(shape.size() - 2));
    first.add(0, shape.get(shape.size() - 1));
    return first;
  }

  private static List<Integer> lastToFirst(List<Integer> shape) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 2; axis < shape.size(); axis++) {
      order.add(axis);
    }
    order.addAll(List.of(1, 0));
    return order;
  }

  /** With the axes in another order: output axis {@code i} is input axis {@code order[i]}. */
  private static Tensor transposed(Tensor tensor, List<Integer> order) {
    List<Integer> from = tensor.shape().dims();
    List<Integer> dims = order.stream().map(from::get).toList();
    int[] strides = new int[from.size()];
    int stride = 1;
    for (int axis = from.size() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= from.get(axis);
    }
    float[] values = new float[tensor.size()];
    for (int element = 0; element < values.length; element++) {
      int rest = element;
      int source = 0;
      for (int axis = dims.size() - 1; axis >= 0; axis--) {
        source += rest % dims.get(axis) * strides[order.get(axis)];
        rest /= dims.get(axis);
      }
      values[element] = tensor.values()[source];
    }
    return Tensor.of(new Shape(dims), values);
  }

  /**
   * By half a turn, the cells in reverse order: Theano computed a convolution in the strict sense.
   */
  private static Tensor turned(Tensor kernel) {
    int rank = kernel.shape().rank();
    int each = kernel.shape().dim(rank - 2) * kernel.shape().dim(rank - 1);
    int cells = kernel.size() / each;
    float[] values = new float[kernel.size()];
    for (int cell = 0; cell < cells; cell++) {
      System.arraycopy(kernel.values(), cell * each, values, (cells - 1 - cell) * each, each);
    }
    return Tensor.of(kernel.shape(), values);
  }
}
