package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The same product at many places of a row's tensor, and a function of each number that comes out:
 * a dense layer on the last axis, or a convolution.
 *
 * @param parts which together write every output
 */
record Products(List<Part> parts, int outputColumns, Elementwise.Loop activation)
    implements Operation {

  /** One product at all its places. */
  static final class Part {
    private final Product product;
    private final int[] window;
    private final int[] starts;
    private final int[] targets;
    private final int unitStep;

    /**
     * Takes ownership of the arrays.
     *
     * @param window the elements that go in, counted from a place's start
     * @param starts for each place, the element that the window is counted from
     * @param targets for each place, the element that the first unit goes to
     * @param unitStep from one unit's element to the next
     */
    Part(Product product, int[] window, int[] starts, int[] targets, int unitStep) {
      this.product = product;
      this.window = window;
      this.starts = starts;
      this.targets = targets;
      this.unitStep = unitStep;
    }

    Product product() {
      return product;
    }

    int[] targets() {
      return targets;
    }

    int unitStep() {
      return unitStep;
    }

    /** The product at one place; unit {@code u} goes to {@code y[to + u · step]} and on. */
    void multiply(
        int place, Columns inputs, float[] y, int to, int step, int rows, Scratch scratch) {
      product.multiply(
          inputs.values(),
          inputs.at(starts[place]),
          inputs.stride(),
          window,
          y,
          to,
          step,
          rows,
          scratch);
    }
  }

  /** A product with the last axis at each of so many positions. */
  static Products onLastAxis(
      Product product, int positions, int inputs, Elementwise.Loop activation) {
    Part part =
        new Part(
            product,
            IntStream.range(0, inputs).toArray(),
            IntStream.range(0, positions).map(position -> position * inputs).toArray(),
            IntStream.range(0, positions).map(position -> position * product.units()).toArray(),
            1);
    return new Products(List.of(part), positions * product.units(), activation);
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    for (int index = 0; index < parts.size(); index++) {
      run(parts.get(index), inputs, outputs, rows, scratch);
    }
  }

  private void run(Part part, Columns inputs, Columns outputs, int rows, Scratch scratch) {
    int step = part.unitStep * outputs.stride();
    for (int place = 0; place < part.starts.length; place++) {
      int to = outputs.at(part.targets[place]);
      part.multiply(place, inputs, outputs.values(), to, step, rows, scratch);
      Elementwise.apply(activation, outputs.values(), to, step, part.product.units(), rows);
    }
  }

  @Override
  public Optional<Operation> then(Operation next) {
    if (next instanceof Elementwise function && activation == Elementwise.Loop.NONE) {
      return Optional.of(new Products(parts, outputColumns, function.loop()));
    }
    return next instanceof Maxima maxima ? PooledProducts.of(this, maxima) : Optional.empty();
  }

  @Override
  public int scratchFloats(int rows) {
    return parts.stream().mapToInt(part -> part.product.scratchFloats()).max().orElse(0);
  }

  @Override
  public int nativeColumns() {
    return parts.stream().mapToInt(part -> part.product.nativeColumns()).max().orElse(0);
  }

  @Override
  public void close() {
    parts.forEach(part -> part.product.close());
  }
}
