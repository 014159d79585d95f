package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code Conv1DTranspose}, {@code Conv2DTranspose} and {@code Conv3DTranspose}: every input spreads
 * over a window of outputs. Seen from the outputs, the cells of the window that reach one repeat
 * with the strides, so that it is a convolution for each remainder of its place by the strides.
 *
 * @param window padding valid or same, dilation 1
 * @param outputPadding for each axis; empty where Keras has null
 * @param kernel shape (size…, filters, channels)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (filters,)
 */
public record ConvTranspose(
    String name,
    Window window,
    List<Integer> outputPadding,
    DataFormat dataFormat,
    ActivationFunction activation,
    boolean useBias,
    Tensor kernel,
    Tensor bias)
    implements ConvolutionLayer, Weighted {

  public ConvTranspose {
    outputPadding = List.copyOf(outputPadding);
    int filters = kernel.shape().dim(kernel.shape().rank() - 2);
    Convolution.check("ConvTranspose", name, window, kernel, filters, bias);
    if (!outputPadding.isEmpty() && outputPadding.size() != window.rank()) {
      throw new InvalidLayerException(
          "Conv%sDTranspose '%s' has output padding %s; one number an axis is needed"
              .formatted(window.rank(), name, outputPadding));
    }
    for (int axis = 0; axis < window.rank(); axis++) {
      if (window.dilationRate().get(axis) > 1 || window.padding() == Padding.CAUSAL) {
        throw new InvalidLayerException(
            "Conv%sDTranspose '%s' has dilation %s and %s padding; dilation 1, valid and same are supported"
                .formatted(window.rank(), name, window.dilationRate(), window.padding()));
      }
    }
  }

  @Override
  public String className() {
    return "Conv" + spatialAxes() + "DTranspose";
  }

  @Override
  public int spatialAxes() {
    return window.rank();
  }

  private int filters() {
    return bias.size();
  }

  private int outputLength(int axis, int length) {
    int size = window.size().get(axis);
    int stride = window.strides().get(axis);
    boolean same = window.padding() == Padding.SAME;
    long output;
    if (outputPadding.isEmpty()) {
      output = (long) length * stride + (same ? 0 : Math.max(size - stride, 0));
    } else {
      output = (length - 1L) * stride + size + outputPadding.get(axis);
      output -= same ? 2 * (size / 2) : 0;
    }
    return (int) Math.min(output, Integer.MAX_VALUE);
  }

  /** The outputs that the full spread has before the first one that is kept. */
  private int crop(int axis, int length) {
    if (window.padding() == Padding.VALID) {
      return 0;
    }
    long full = (length - 1L) * window.strides().get(axis) + window.size().get(axis);
    return (int) Math.max(full - outputLength(axis, length), 0) / 2;
  }

  /** The most cells of the window that reach one output on an axis. */
  private int reach(int axis) {
    int stride = window.strides().get(axis);
    return (window.size().get(axis) + stride - 1) / stride;
  }

  private Grid output(Grid input) {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < window.rank(); axis++) {
      lengths.add(outputLength(axis, input.lengths().get(axis)));
    }
    return input.withLengths(lengths).withChannels(filters());
  }

  @Override
  public int unitsAxis(Shape output) {
    return dataFormat == DataFormat.CHANNELS_LAST ? output.rank() - 1 : 0;
  }

  @Override
  public Layer withWeights(Tensor kernel, Tensor bias) {
    return new ConvTranspose(
        name, window, outputPadding, dataFormat, activation, useBias, kernel, bias);
  }

  @Override
  public Layer withActivation(ActivationFunction activation) {
    return new ConvTranspose(
        name, window, outputPadding, dataFormat, activation, useBias, kernel, bias);
  }

  @Override
  public int weightsBehindUnits() {
    return kernel.shape().last();
  }

  @Override
  public Shape outputShape(Shape input) {
    Grid grid = grid(input);
    if (grid.channels() != kernel.shape().last()) {
      throw new InvalidLayerException(
          "%s '%s' has weights for %s channels and gets shape %s"
              .formatted(className(), name, kernel.shape().last(), input));
    }
    return activation.outputShape(output(grid).shape());
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid input = grid(signal.shape());
    Grid output = output(input);
    int[] before = IntStream.range(0, window.rank()).map(axis -> reach(axis) - 1).toArray();
    Grid padded = input.withLengths(paddedLengths(input, output));
    List<Operation> operations = new ArrayList<>();
    if (!padded.equals(input)) {
      operations.add(input.padded(padded, before));
    }
    operations.addAll(
        Elementwise.behind(
            loop ->
                new Products(parts(input, padded, output, kernels), output.shape().size(), loop),
            activation.operations(output.shape(), kernels)));
    return operations;
  }

  private List<Integer> paddedLengths(Grid input, Grid output) {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < window.rank(); axis++) {
      int length = input.lengths().get(axis);
      int last = output.lengths().get(axis) - 1 + crop(axis, length);
      lengths.add(reach(axis) - 1 + Math.max(length, last / window.strides().get(axis) + 1));
    }
    return lengths;
  }

  /** A product for each remainder of an output's place by the strides. */
  private List<Products.Part> parts(Grid input, Grid padded, Grid output, Kernels kernels) {
    int remainders =
        window.strides().stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    List<Products.Part> parts = new ArrayList<>();
    for (int remainder = 0; remainder < remainders; remainder++) {
      int[] phase = Grid.places(remainder, window.strides());
      int[][] places = places(phase, input, padded, output);
      if (places[0].length > 0) {
        parts.add(part(phase, places, padded, output, kernels));
      }
    }
    return parts;
  }

  /** Where the windows of a phase start, and where their first filter goes. */
  private int[][] places(int[] phase, Grid input, Grid padded, Grid output) {
    List<int[]> pairs = new ArrayList<>();
    for (int position = 0; position < output.positions(); position++) {
      int[] places = Grid.places(position, output.lengths());
      boolean own = true;
      for (int axis = 0; axis < places.length; axis++) {
        int full = places[axis] + crop(axis, input.lengths().get(axis));
        own &= full % window.strides().get(axis) == phase[axis];
        places[axis] = full / window.strides().get(axis);
      }
      if (own) {
        pairs.add(
            new int[] {
              padded.position(places) * padded.positionStep(), position * output.positionStep()
            });
      }
    }
    return new int[][] {
      pairs.stream().mapToInt(pair -> pair[0]).toArray(),
      pairs.stream().mapToInt(pair -> pair[1]).toArray()
    };
  }

  /**
   * The cells of the window that a phase uses: on each axis {@code phase + stride · j}, which looks
   * {@code j} inputs back. Beyond the window the weights are 0.
   */
  private Products.Part part(
      int[] phase, int[][] places, Grid padded, Grid output, Kernels kernels) {
    List<Integer> reaches = IntStream.range(0, window.rank()).mapToObj(this::reach).toList();
    int cells = reaches.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    int channels = kernel.shape().last();
    int[] elements = new int[cells * channels];
    float[] weights = new float[elements.length * filters()];
    Grid cellsOfKernel = new Grid(window.size(), 1, DataFormat.CHANNELS_LAST);
    for (int cell = 0; cell < cells; cell++) {
      int[] back = Grid.places(cell, reaches);
      int[] taps = new int[back.length];
      int[] place = new int[back.length];
      for (int axis = 0; axis < back.length; axis++) {
        taps[axis] = phase[axis] + window.strides().get(axis) * back[axis];
        place[axis] = reach(axis) - 1 - back[axis];
      }
      boolean inside = cellsOfKernel.contains(taps);
      int tap = inside ? cellsOfKernel.position(taps) : 0;
      for (int channel = 0; channel < channels; channel++) {
        int input = cell * channels + channel;
        elements[input] =
            padded.position(place) * padded.positionStep() + channel * padded.channelStep();
        for (int filter = 0; inside && filter < filters(); filter++) {
          weights[input * filters() + filter] =
              kernel.values()[(tap * filters() + filter) * channels + channel];
        }
      }
    }
    Tensor own = Tensor.of(Shape.of(elements.length, filters()), weights);
    return new Products.Part(
        Product.of(own, bias, kernels), elements, places[0], places[1], output.channelStep());
  }

  @Override
  public long parameters() {
    return kernel.size() + (useBias ? bias.size() : 0L);
  }

  @Override
  public long flops(Shape input) {
    return grid(input).positions() * 2L * kernel.size();
  }
}
