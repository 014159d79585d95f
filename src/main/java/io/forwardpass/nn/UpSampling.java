package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code UpSampling1D} to {@code 3D}: every cell {@code size} times on each spatial axis, or the
 * cells between on a line from one to the next.
 *
 * @param size for each spatial axis
 * @param interpolation bilinear only with two axes
 */
public record UpSampling(
    String name, List<Integer> size, Interpolation interpolation, DataFormat dataFormat)
    implements Layer {

  public UpSampling {
    size = List.copyOf(size);
    if (size.isEmpty() || size.stream().anyMatch(times -> times < 1)) {
      throw new InvalidLayerException(
          "UpSampling%sD '%s' has size %s".formatted(size.size(), name, size));
    }
    if (interpolation == Interpolation.BILINEAR && size.size() != 2) {
      throw new InvalidLayerException(
          "UpSampling%sD '%s' is bilinear; only UpSampling2D can be".formatted(size.size(), name));
    }
  }

  @Override
  public String className() {
    return "UpSampling" + size.size() + "D";
  }

  private Grid grid(Shape input) {
    return Grid.of(input, size.size(), dataFormat, this);
  }

  private Grid larger(Grid grid) {
    List<Integer> lengths = new ArrayList<>();
    for (int axis = 0; axis < size.size(); axis++) {
      long length = (long) grid.lengths().get(axis) * size.get(axis);
      lengths.add((int) Math.min(length, Integer.MAX_VALUE));
    }
    return grid.withLengths(lengths);
  }

  @Override
  public Shape outputShape(Shape input) {
    return larger(grid(input)).shape();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Grid from = grid(signal.shape());
    Grid to = larger(from);
    return List.of(interpolation == Interpolation.NEAREST ? nearest(from, to) : bilinear(from, to));
  }

  private Operation nearest(Grid from, Grid to) {
    int[] source = new int[to.shape().size()];
    for (int position = 0; position < to.positions(); position++) {
      int[] places = Grid.places(position, to.lengths());
      for (int axis = 0; axis < places.length; axis++) {
        places[axis] /= size.get(axis);
      }
      int cell = from.position(places) * from.positionStep();
      for (int channel = 0; channel < from.channels(); channel++) {
        source[position * to.positionStep() + channel * to.channelStep()] =
            cell + channel * from.channelStep();
      }
    }
    return new Rearrangement(source);
  }

  /** Output {@code o} lies at {@code (o + ½) / size − ½} among the inputs, clamped to them. */
  private Operation bilinear(Grid from, Grid to) {
    int[][] sources = new int[to.shape().size()][4];
    float[][] factors = new float[sources.length][4];
    for (int position = 0; position < to.positions(); position++) {
      int[] places = Grid.places(position, to.lengths());
      double down = place(0, places[0], from);
      double right = place(1, places[1], from);
      for (int corner = 0; corner < 4; corner++) {
        int row = Math.min((int) down + corner / 2, from.lengths().get(0) - 1);
        int column = Math.min((int) right + corner % 2, from.lengths().get(1) - 1);
        double vertical = corner / 2 == 0 ? 1 - down % 1 : down % 1;
        double horizontal = corner % 2 == 0 ? 1 - right % 1 : right % 1;
        int cell = from.position(new int[] {row, column}) * from.positionStep();
        for (int channel = 0; channel < from.channels(); channel++) {
          int output = position * to.positionStep() + channel * to.channelStep();
          sources[output][corner] = cell + channel * from.channelStep();
          factors[output][corner] = (float) (vertical * horizontal);
        }
      }
    }
    return new WeightedSums(new Groups(sources), factors);
  }

  private double place(int axis, int output, Grid from) {
    double place = (output + 0.5) / size.get(axis) - 0.5;
    return Math.max(0, Math.min(place, from.lengths().get(axis) - 1));
  }

  @Override
  public long flops(Shape input) {
    return interpolation == Interpolation.NEAREST ? 0 : 8L * outputShape(input).size();
  }
}
