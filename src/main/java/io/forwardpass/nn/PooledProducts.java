package io.forwardpass.nn;

import java.util.Arrays;
import java.util.Optional;

/**
 * {@link Products} with {@link Maxima} over their places: what stands at a pooling window's places
 * is computed and forgotten while it is in the cache, and what stands below no window is not
 * computed.
 */
final class PooledProducts implements Operation {
  private static final int NOWHERE = -1;

  private final Products.Part part;
  private final Elementwise.Loop activation;
  private final Kernels kernels;

  /** Those below each window; its units follow those of the window before. */
  private final int[][] places;

  private PooledProducts(
      Products.Part part, Elementwise.Loop activation, Kernels kernels, int[][] places) {
    this.part = part;
    this.activation = activation;
    this.kernels = kernels;
    this.places = places;
  }

  /** Empty where a place is below several windows, or units are not neighbours. */
  static Optional<Operation> of(Products products, Maxima maxima) {
    Products.Part part = products.parts().get(0);
    if (products.parts().size() > 1 || part.unitStep() != 1) {
      return Optional.empty();
    }
    int[] placeOf = new int[products.outputColumns()];
    Arrays.fill(placeOf, NOWHERE);
    for (int place = 0; place < part.targets().length; place++) {
      placeOf[part.targets()[place]] = place;
    }
    int units = part.product().units();
    Groups groups = maxima.groups();
    int[][] places = new int[groups.count() / units][];
    for (int window = 0; window < places.length; window++) {
      if (groups.run(window * units) < units) {
        return Optional.empty();
      }
      int[] elements = groups.elements(window * units);
      places[window] = new int[elements.length];
      for (int index = 0; index < elements.length; index++) {
        int place = placeOf[elements[index]];
        if (place == NOWHERE) {
          return Optional.empty();
        }
        places[window][index] = place;
        placeOf[elements[index]] = NOWHERE;
      }
    }
    return Optional.of(new PooledProducts(part, products.activation(), maxima.kernels(), places));
  }

  private int units() {
    return part.product().units();
  }

  @Override
  public int outputColumns() {
    return places.length * units();
  }

  @Override
  public int scratchFloats(int rows) {
    return 2 * Scratch.reserved(units() * rows) + part.product().scratchFloats();
  }

  @Override
  public int nativeColumns() {
    return part.product().nativeColumns();
  }

  @Override
  public void run(Columns inputs, Columns outputs, int rows, Scratch scratch) {
    float[] floats = scratch.floats();
    int numbers = units() * rows;
    int largest = scratch.reserve(numbers);
    int others = scratch.reserve(numbers);
    for (int window = 0; window < places.length; window++) {
      for (int index = 0; index < places[window].length; index++) {
        int to = index == 0 ? largest : others;
        part.multiply(places[window][index], inputs, floats, to, rows, rows, scratch);
        activation.apply(floats, to, to + numbers);
        if (index > 0) {
          kernels.max(floats, others, floats, largest, numbers);
        }
      }
      for (int unit = 0; unit < units(); unit++) {
        int to = outputs.at(window * units() + unit);
        System.arraycopy(floats, largest + unit * rows, outputs.values(), to, rows);
      }
    }
    scratch.release(largest);
  }

  @Override
  public void close() {
    part.product().close();
  }
}
