package io.forwardpass.nn;

import java.util.Arrays;
import java.util.List;

/**
 * {@code MaxPooling1D} to {@code 3D} and {@code AveragePooling1D} to {@code 3D}. Cells beyond the
 * edges do not count: an average is over the cells that are there.
 *
 * @param window padding valid or same, dilation 1
 */
public record Pooling(String name, Pool pool, Window window, DataFormat dataFormat)
    implements Layer {

  public Pooling {
    boolean dilated = window.dilationRate().stream().anyMatch(rate -> rate > 1);
    if (dilated || window.padding() == Padding.CAUSAL) {
      throw new InvalidLayerException(
          "%sPooling%sD '%s' has dilation %s and %s padding; dilation 1, valid and same are supported"
              .formatted(
                  pool.word(), window.rank(), name, window.dilationRate(), window.padding()));
    }
  }

  @Override
  public String className() {
    return pool.word() + "Pooling" + window.rank() + "D";
  }

  private Grid grid(Shape input) {
    return Grid.of(input, window.rank(), dataFormat, this);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Convolution.output(grid(input), window, name).shape();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid input = grid(signal.shape());
    Grid output = Convolution.output(input, window, name);
    int[][] windows = new int[output.shape().size()][];
    for (int position = 0; position < output.positions(); position++) {
      int[] cells = cells(position, input, output);
      for (int channel = 0; channel < input.channels(); channel++) {
        int[] elements = new int[cells.length];
        for (int cell = 0; cell < cells.length; cell++) {
          elements[cell] = cells[cell] * input.positionStep() + channel * input.channelStep();
        }
        windows[position * output.positionStep() + channel * output.channelStep()] = elements;
      }
    }
    return List.of(pool.over(new Groups(windows), kernels));
  }

  /** The positions of the input under a window. */
  private int[] cells(int position, Grid input, Grid output) {
    int[] places = Grid.places(position, output.lengths());
    int[] cells = new int[window.cells()];
    int count = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      int[] place = Grid.places(cell, window.size());
      for (int axis = 0; axis < place.length; axis++) {
        place[axis] +=
            places[axis] * window.strides().get(axis)
                - window.before(axis, input.lengths().get(axis));
      }
      if (input.contains(place)) {
        cells[count++] = input.position(place);
      }
    }
    return Arrays.copyOf(cells, count);
  }

  @Override
  public long flops(Shape input) {
    return (long) outputShape(input).size() * window.cells();
  }
}
