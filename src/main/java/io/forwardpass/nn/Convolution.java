package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A window of weights on its way over a grid: the same product at each of its places.
 *
 * @param kernel shape (size…, channels / groups, filters)
 * @param bias shape (filters,)
 */
record Convolution(
    Grid input, Window window, int groups, Tensor kernel, Tensor bias, String layer) {

  /** Throws where weights and window do not fit together. */
  static void check(
      String family, String name, Window window, Tensor kernel, int filters, Tensor bias) {
    List<Integer> dims = kernel.shape().dims();
    boolean fits =
        dims.size() == window.rank() + 2 && dims.subList(0, window.rank()).equals(window.size());
    if (!fits || !bias.shape().equals(Shape.of(filters))) {
      throw new InvalidLayerException(
          "%s%sD '%s' has a window of size %s, a kernel of shape %s and a bias of shape %s"
              .formatted(family, window.rank(), name, window.size(), kernel.shape(), bias.shape()));
    }
  }

  /** Throws where the input with its padding has more elements than a row may have. */
  Grid output() {
    padded().shape();
    return output(input, window, layer).withChannels(kernel.shape().last());
  }

  /** The places that a window has on a grid. */
  static Grid output(Grid input, Window window, String layer) {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < window.rank(); axis++) {
      int length = window.outputLength(axis, input.lengths().get(axis));
      if (length < 1) {
        throw new InvalidLayerException(
            "layer '%s' has a window of %s cells, too long for axis %s of shape %s"
                .formatted(layer, window.size().get(axis), axis + 1, input.shape()));
      }
      lengths.add(length);
    }
    return input.withLengths(lengths);
  }

  List<Operation> operations(ActivationFunction activation, Kernels kernels) {
    List<Operation> operations = new ArrayList<>();
    Grid padded = padded();
    if (!padded.equals(input)) {
      int[] before = new int[window.rank()];
      for (int axis = 0; axis < before.length; axis++) {
        before[axis] = window.before(axis, input.lengths().get(axis));
      }
      operations.add(input.padded(padded, before));
    }
    Grid output = output();
    operations.addAll(
        Elementwise.behind(
            loop -> new Products(parts(padded, output, kernels), output.shape().size(), loop),
            activation.operations(output.shape(), kernels)));
    return operations;
  }

  private Grid padded() {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < window.rank(); axis++) {
      int length = input.lengths().get(axis);
      long padded = (long) length + window.before(axis, length) + window.after(axis, length);
      lengths.add((int) Math.min(padded, Integer.MAX_VALUE));
    }
    return input.withLengths(lengths);
  }

  private List<Products.Part> parts(Grid padded, Grid output, Kernels kernels) {
    int[] starts = new int[output.positions()];
    int[] targets = new int[starts.length];
    for (int position = 0; position < starts.length; position++) {
      int[] places = Grid.places(position, output.lengths());
      for (int axis = 0; axis < places.length; axis++) {
        places[axis] *= window.strides().get(axis);
      }
      starts[position] = padded.position(places) * padded.positionStep();
      targets[position] = position * output.positionStep();
    }
    List<Products.Part> parts = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      parts.add(part(group, padded, output, starts, targets, kernels));
    }
    return parts;
  }

  private Products.Part part(
      int group, Grid padded, Grid output, int[] starts, int[] targets, Kernels kernels) {
    int channels = input.channels() / groups;
    int[] elements = new int[window.cells() * channels];
    for (int cell = 0; cell < window.cells(); cell++) {
      int[] places = Grid.places(cell, window.size());
      for (int axis = 0; axis < places.length; axis++) {
        places[axis] *= window.dilationRate().get(axis);
      }
      int at = padded.position(places) * padded.positionStep();
      for (int channel = 0; channel < channels; channel++) {
        elements[cell * channels + channel] =
            at + (group * channels + channel) * padded.channelStep();
      }
    }
    int filters = kernel.shape().last() / groups;
    int firstTarget = group * filters * output.channelStep();
    int[] groupTargets = new int[targets.length];
    for (int position = 0; position < targets.length; position++) {
      groupTargets[position] = targets[position] + firstTarget;
    }
    return new Products.Part(
        Product.of(weights(group, elements.length), biases(group), kernels),
        elements,
        starts,
        groupTargets,
        output.channelStep());
  }

  /** The columns of the kernel that belong to a group, as (inputs, filters of the group). */
  private Tensor weights(int group, int inputs) {
    int filters = kernel.shape().last();
    int own = filters / groups;
    if (groups == 1) {
      return Tensor.of(Shape.of(inputs, filters), kernel.values());
    }
    float[] values = new float[inputs * own];
    for (int row = 0; row < inputs; row++) {
      System.arraycopy(kernel.values(), row * filters + group * own, values, row * own, own);
    }
    return Tensor.of(Shape.of(inputs, own), values);
  }

  private Tensor biases(int group) {
    int own = bias.size() / groups;
    float[] values = new float[own];
    System.arraycopy(bias.values(), group * own, values, 0, own);
    return Tensor.of(Shape.of(own), values);
  }
}
