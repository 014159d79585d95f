package io.forwardpass.nn.vector;

import io.forwardpass.nn.DenseKernel;
import io.forwardpass.nn.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DenseKernel} on vectors of rows. Two vectors of rows at a time are gathered, input by
 * input, into one run of memory; then each panel of units passes over them with its sums in
 * registers. The bias is the weight of one more input that is always 1.
 *
 * <p>Panels have eight units where the processor has registers for 16 sums, and four elsewhere and
 * for a rest of up to four; missing units have weights of 0 and are not stored. Larger panels would
 * pass HotSpot's limit of nodes for inlining (JDK 17), and the sums would become objects.
 */
final class VectorDense implements DenseKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BLOCK = 2 * LANES;

  /** AVX and AVX2, with vectors of eight, have 16 registers; AVX-512 and NEON have 32. */
  private static final boolean WIDE_PANELS = LANES != 8;

  /** 1 MiB of gathered inputs, half of a second-level cache. */
  private static final int CACHED_FLOATS = 256 * 1024;

  private static final int MOST_ROWS = 256;

  /** One more than the layer has: the last is 1. */
  private final int inputs;

  private final int units;

  /** The units that panels of eight take. */
  private final int unitsInEights;

  /** Panel by panel; within a panel, input by input. */
  private final float[] weights;

  private final int rowsTogether;

  VectorDense(Tensor kernel, Tensor bias) {
    this.inputs = kernel.shape().dim(0) + 1;
    this.units = bias.size();
    this.unitsInEights = WIDE_PANELS ? (units + 3) / 8 * 8 : 0;
    this.rowsTogether = Math.max(1, Math.min(MOST_ROWS, CACHED_FLOATS / inputs) / BLOCK) * BLOCK;
    int fours = Math.max(0, units - unitsInEights + 3) / 4;
    this.weights = new float[inputs * (unitsInEights + 4 * fours)];
    for (int unit = 0; unit < units; unit++) {
      int width = unit < unitsInEights ? 8 : 4;
      int first = unit / width * width;
      int at = first * inputs + unit - first;
      for (int input = 0; input < inputs - 1; input++) {
        weights[at + input * width] = kernel.values()[input * units + unit];
      }
      weights[at + (inputs - 1) * width] = bias.values()[unit];
    }
  }

  @Override
  public int scratchFloats() {
    return inputs * rowsTogether;
  }

  @Override
  public void multiply(
      float[] x,
      int xFrom,
      int xStride,
      int[] columns,
      float[] y,
      int yFrom,
      int yStride,
      int rows,
      float[] scratch,
      int scratchFrom) {
    for (int first = 0; first < rows; first += rowsTogether) {
      int count = Math.min(rowsTogether, rows - first);
      gather(x, xFrom + first, xStride, columns, count, scratch, scratchFrom);
      int unit = 0;
      for (; unit < unitsInEights; unit += 8) {
        for (int row = 0; row < count; row += BLOCK) {
          eightUnits(scratch, scratchFrom + row * inputs, unit, y, yFrom + first + row, yStride);
        }
      }
      for (; unit < units; unit += 4) {
        for (int row = 0; row < count; row += BLOCK) {
          fourUnits(scratch, scratchFrom + row * inputs, unit, y, yFrom + first + row, yStride);
        }
      }
    }
  }

  /** Blocks of rows one after the other; within a block, input by input. */
  private void gather(
      float[] x, int xFrom, int xStride, int[] columns, int rows, float[] blocks, int blocksFrom) {
    for (int input = 0; input < inputs - 1; input++) {
      int from = xFrom + columns[input] * xStride;
      for (int row = 0; row < rows; row += BLOCK) {
        int to = blocksFrom + row * inputs + input * BLOCK;
        FloatVector.fromArray(SPECIES, x, from + row).intoArray(blocks, to);
        FloatVector.fromArray(SPECIES, x, from + row + LANES).intoArray(blocks, to + LANES);
      }
    }
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int row = 0; row < rows; row += BLOCK) {
      store(one, one, blocks, blocksFrom + (row + BLOCK) * inputs - BLOCK);
    }
  }

  /** Eight units of two vectors of rows: 16 sums that stay in registers. */
  private void eightUnits(float[] x, int xFrom, int unit, float[] y, int yFrom, int yStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    FloatVector e0 = zero;
    FloatVector e1 = zero;
    FloatVector f0 = zero;
    FloatVector f1 = zero;
    FloatVector g0 = zero;
    FloatVector g1 = zero;
    FloatVector h0 = zero;
    FloatVector h1 = zero;
    for (int input = 0; input < inputs; input++) {
      int at = xFrom + input * BLOCK;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
      int weight = unit * inputs + input * 8;
      FloatVector a = FloatVector.broadcast(SPECIES, weights[weight]);
      a0 = x0.fma(a, a0);
      a1 = x1.fma(a, a1);
      FloatVector b = FloatVector.broadcast(SPECIES, weights[weight + 1]);
      b0 = x0.fma(b, b0);
      b1 = x1.fma(b, b1);
      FloatVector c = FloatVector.broadcast(SPECIES, weights[weight + 2]);
      c0 = x0.fma(c, c0);
      c1 = x1.fma(c, c1);
      FloatVector d = FloatVector.broadcast(SPECIES, weights[weight + 3]);
      d0 = x0.fma(d, d0);
      d1 = x1.fma(d, d1);
      FloatVector e = FloatVector.broadcast(SPECIES, weights[weight + 4]);
      e0 = x0.fma(e, e0);
      e1 = x1.fma(e, e1);
      FloatVector f = FloatVector.broadcast(SPECIES, weights[weight + 5]);
      f0 = x0.fma(f, f0);
      f1 = x1.fma(f, f1);
      FloatVector g = FloatVector.broadcast(SPECIES, weights[weight + 6]);
      g0 = x0.fma(g, g0);
      g1 = x1.fma(g, g1);
      FloatVector h = FloatVector.broadcast(SPECIES, weights[weight + 7]);
      h0 = x0.fma(h, h0);
      h1 = x1.fma(h, h1);
    }
    int to = yFrom + unit * yStride;
    store(a0, a1, y, to);
    store(b0, b1, y, to + yStride);
    store(c0, c1, y, to + 2 * yStride);
    store(d0, d1, y, to + 3 * yStride);
    store(e0, e1, y, to + 4 * yStride);
    if (unit + 5 < units) {
      store(f0, f1, y, to + 5 * yStride);
    }
    if (unit + 6 < units) {
      store(g0, g1, y, to + 6 * yStride);
    }
    if (unit + 7 < units) {
      store(h0, h1, y, to + 7 * yStride);
    }
  }

  /** Four units of two vectors of rows: 8 sums that stay in registers. */
  private void fourUnits(float[] x, int xFrom, int unit, float[] y, int yFrom, int yStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    for (int input = 0; input < inputs; input++) {
      int at = xFrom + input * BLOCK;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
      int weight = unit * inputs + input * 4;
      FloatVector a = FloatVector.broadcast(SPECIES, weights[weight]);
      a0 = x0.fma(a, a0);
      a1 = x1.fma(a, a1);
      FloatVector b = FloatVector.broadcast(SPECIES, weights[weight + 1]);
      b0 = x0.fma(b, b0);
      b1 = x1.fma(b, b1);
      FloatVector c = FloatVector.broadcast(SPECIES, weights[weight + 2]);
      c0 = x0.fma(c, c0);
      c1 = x1.fma(c, c1);
      FloatVector d = FloatVector.broadcast(SPECIES, weights[weight + 3]);
      d0 = x0.fma(d, d0);
      d1 = x1.fma(d, d1);
    }
    int to = yFrom + unit * yStride;
    store(a0, a1, y, to);
    if (unit + 1 < units) {
      store(b0, b1, y, to + yStride);
    }
    if (unit + 2 < units) {
      store(c0, c1, y, to + 2 * yStride);
    }
    if (unit + 3 < units) {
      store(d0, d1, y, to + 3 * yStride);
    }
  }

  private static void store(FloatVector first, FloatVector second, float[] y, int to) {
    first.intoArray(y, to);
    second.intoArray(y, to + LANES);
  }
}
