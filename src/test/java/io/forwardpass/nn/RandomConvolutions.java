package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Layers that work on a grid, at random. */
final class RandomConvolutions {
  private RandomConvolutions() {}

  /** One to three spatial axes, and channels. */
  static boolean fits(Signal input) {
    return input.shape().rank() >= 2 && input.shape().rank() <= 4;
  }

  /** One or two spatial axes, and channels. */
  static boolean fitsFlat(Signal input) {
    return input.shape().rank() == 2 || input.shape().rank() == 3;
  }

  private static int channels(Shape input, DataFormat format) {
    return format == DataFormat.CHANNELS_LAST ? input.last() : input.dim(0);
  }

  private static List<Integer> lengths(Shape input, DataFormat format) {
    int rank = input.rank();
    return format == DataFormat.CHANNELS_LAST
        ? input.dims().subList(0, rank - 1)
        : input.dims().subList(1, rank);
  }

  /** Fits the input: a window that is padded may be longer than it. */
  private static Window window(Draw draw, Shape input, DataFormat format, boolean gaps) {
    List<Integer> lengths = lengths(input, format);
    int axes = lengths.size();
    Padding padding =
        axes == 1 && gaps ? draw.of(Padding.values()) : draw.of(Padding.VALID, Padding.SAME);
    boolean dilated = gaps && draw.coin();
    List<Integer> size = new ArrayList<>();
    List<Integer> dilation = new ArrayList<>();
    for (int length : lengths) {
      boolean inside = padding == Padding.VALID;
      int cells = draw.between(1, inside ? Math.min(3, length) : 4);
      int most = !dilated ? 1 : inside && cells > 1 ? Math.min(3, (length - 1) / (cells - 1)) : 3;
      size.add(cells);
      dilation.add(draw.between(1, most));
    }
    boolean strided = dilation.stream().allMatch(rate -> rate == 1);
    List<Integer> strides = draw.times(axes, () -> strided ? draw.between(1, 3) : 1);
    return new Window(size, strides, dilation, padding);
  }

  private static int cells(Window window) {
    return window.size().stream().reduce(1, (a, b) -> a * b);
  }

  /** The window's axes, then others. */
  private static Shape kernelShape(Window window, int... more) {
    List<Integer> dims = new ArrayList<>(window.size());
    for (int dim : more) {
      dims.add(dim);
    }
    return new Shape(dims);
  }

  /** {@code glu} and {@code softmax} over the last axis, which need not be that of the channels. */
  private static ActivationFunction function(Draw draw) {
    return draw.of(
        NamedActivation.LINEAR,
        NamedActivation.RELU,
        NamedActivation.TANH,
        NamedActivation.SELU,
        NamedActivation.GELU,
        NamedActivation.SIGMOID,
        NamedActivation.SOFTMAX,
        new LeakyReLU("leaky", 0.2f));
  }

  static Layer conv(Draw draw, Signal input) {
    DataFormat format = draw.format();
    Window window = window(draw, input.shape(), format, true);
    int channels = channels(input.shape(), format);
    List<Integer> divisors =
        Collections.nCopies(channels, 1).stream().map(one -> draw.between(1, channels)).toList();
    int groups = divisors.stream().filter(each -> channels % each == 0).findFirst().orElse(1);
    int filters = groups * draw.between(1, 3);
    Shape shape = kernelShape(window, channels / groups, filters);
    return new Conv(
        "conv",
        window,
        format,
        groups,
        function(draw),
        true,
        draw.kernel(cells(window) * channels / groups, shape),
        draw.tensor(Shape.of(filters)));
  }

  static Layer depthwise(Draw draw, Signal input) {
    DataFormat format = draw.format();
    Window window = window(draw, input.shape(), format, true);
    int channels = channels(input.shape(), format);
    int multiplier = draw.between(1, 3);
    return new DepthwiseConv(
        "depthwise",
        window,
        format,
        function(draw),
        true,
        draw.kernel(cells(window), kernelShape(window, channels, multiplier)),
        draw.tensor(Shape.of(channels * multiplier)));
  }

  static Layer separable(Draw draw, Signal input) {
    DataFormat format = draw.format();
    Window window = window(draw, input.shape(), format, true);
    int channels = channels(input.shape(), format);
    int multiplier = draw.between(1, 2);
    int filters = draw.between(1, 5);
    List<Integer> ones = new ArrayList<>(Collections.nCopies(window.size().size(), 1));
    ones.add(channels * multiplier);
    ones.add(filters);
    return new SeparableConv(
        "separable",
        window,
        format,
        function(draw),
        true,
        draw.kernel(cells(window), kernelShape(window, channels, multiplier)),
        draw.kernel(channels * multiplier, new Shape(ones)),
        draw.tensor(Shape.of(filters)));
  }

  static Layer transpose(Draw draw, Signal input) {
    DataFormat format = draw.format();
    int axes = input.shape().rank() - 1;
    int channels = channels(input.shape(), format);
    int filters = draw.between(1, 3);
    Window window =
        new Window(
            draw.times(axes, () -> draw.between(1, axes == 3 ? 2 : 4)),
            draw.times(axes, () -> draw.between(1, axes == 3 ? 2 : 3)),
            Collections.nCopies(axes, 1),
            draw.of(Padding.VALID, Padding.SAME));
    Tensor kernel = draw.kernel(cells(window) * channels, kernelShape(window, filters, channels));
    ConvTranspose layer = transpose(draw, window, outputPadding(draw, window), format, kernel);
    return isPossible(layer, input) ? layer : transpose(draw, window, List.of(), format, kernel);
  }

  /** Keras takes less than the strides. */
  private static List<Integer> outputPadding(Draw draw, Window window) {
    return draw.coin()
        ? List.of()
        : window.strides().stream().map(stride -> draw.between(0, stride - 1)).toList();
  }

  private static ConvTranspose transpose(
      Draw draw, Window window, List<Integer> outputPadding, DataFormat format, Tensor kernel) {
    int filters = kernel.shape().dim(kernel.shape().rank() - 2);
    return new ConvTranspose(
        "transpose",
        window,
        outputPadding,
        format,
        function(draw),
        true,
        kernel,
        draw.tensor(Shape.of(filters)));
  }

  /** An even window with {@code same} padding may leave nothing of a short axis. */
  private static boolean isPossible(ConvTranspose layer, Signal input) {
    List<Integer> lengths = lengths(input.shape(), layer.dataFormat());
    for (int axis = 0; axis < lengths.size() && !layer.outputPadding().isEmpty(); axis++) {
      int size = layer.window().size().get(axis);
      int full = (lengths.get(axis) - 1) * layer.window().strides().get(axis) + size;
      if (full - 2 * (size / 2) + layer.outputPadding().get(axis) < 1) {
        return false;
      }
    }
    return true;
  }

  static Layer pooling(Draw draw, Signal input) {
    DataFormat format = draw.format();
    Window window = window(draw, input.shape(), format, false);
    return new Pooling("pooling", draw.of(Pool.values()), window, format);
  }

  static Layer globalPooling(Draw draw, Signal input) {
    int axes = input.shape().rank() - 1;
    // The mask is of the first axis, which is that of the steps with the channels last.
    DataFormat format = input.mask().isPresent() ? DataFormat.CHANNELS_LAST : draw.format();
    return new GlobalPooling("pooling", draw.of(Pool.values()), axes, format, draw.coin());
  }

  static Layer zeroPadding(Draw draw, Signal input) {
    int axes = input.shape().rank() - 1;
    return new ZeroPadding(
        "padding",
        draw.times(axes, () -> draw.between(0, 2)),
        draw.times(axes, () -> draw.between(0, 2)),
        draw.format());
  }

  static Layer cropping(Draw draw, Signal input) {
    DataFormat format = draw.format();
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int length : lengths(input.shape(), format)) {
      before.add(draw.between(0, Math.min(2, length - 1)));
      after.add(draw.between(0, Math.min(2, length - 1 - before.get(before.size() - 1))));
    }
    return new Cropping("cropping", before, after, format);
  }

  static Layer upSampling(Draw draw, Signal input) {
    int axes = input.shape().rank() - 1;
    Interpolation interpolation =
        axes == 2 ? draw.of(Interpolation.values()) : Interpolation.NEAREST;
    List<Integer> size = draw.times(axes, () -> draw.between(1, axes == 3 ? 2 : 3));
    return new UpSampling("larger", size, interpolation, draw.format());
  }
}
