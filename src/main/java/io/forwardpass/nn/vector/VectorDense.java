package io.forwardpass.nn.vector;

import io.forwardpass.nn.DenseKernel;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DenseKernel} on vectors of rows. Two vectors of rows at a time are gathered, input by
 * input, into one run of memory; then each panel of units passes over them with its sums in
 * registers.
 *
 * <p>Panels have eight units where the processor has the registers for sixteen sums, and four
 * elsewhere and for the rest; missing units have weights of 0 and are not stored.
 */
final class VectorDense implements DenseKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BLOCK = 2 * LANES;

  /** AVX and AVX2, with vectors of eight, have 16 registers; AVX-512 and NEON have 32. */
  private static final boolean WIDE_PANELS = LANES != 8;

  private static final int CACHED_FLOATS = 128 * 1024;
  private static final int MOST_BLOCKS = 8;

  private final int inputs;
  private final int units;

  /** The units that panels of eight take. */
  private final int unitsInEights;

  /** Panel by panel; within a panel, input by input. */
  private final float[] weights;

  private final float[] bias;

  /** As many as leave room for the weights in a second-level cache. */
  private final int rowsTogether;

  VectorDense(Tensor kernel, Tensor bias) {
    this.inputs = kernel.shape().dim(0);
    this.units = bias.size();
    this.unitsInEights = WIDE_PANELS ? (units + 3) / 8 * 8 : 0;
    this.rowsTogether =
        Math.max(1, Math.min(MOST_BLOCKS, CACHED_FLOATS / (inputs * BLOCK))) * BLOCK;
    int fours = Math.max(0, units - unitsInEights + 3) / 4;
    int padded = unitsInEights + 4 * fours;
    this.bias = Arrays.copyOf(bias.values(), padded);
    this.weights = new float[inputs * padded];
    for (int unit = 0; unit < units; unit++) {
      int width = unit < unitsInEights ? 8 : 4;
      int first = unit / width * width;
      for (int input = 0; input < inputs; input++) {
        weights[first * inputs + input * width + unit - first] =
            kernel.values()[input * units + unit];
      }
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
      float[] y,
      int yFrom,
      int yStride,
      int rows,
      float[] scratch) {
    for (int first = 0; first < rows; first += rowsTogether) {
      int count = Math.min(rowsTogether, rows - first);
      gather(x, xFrom + first, xStride, count, scratch);
      int unit = 0;
      for (; unit < unitsInEights; unit += 8) {
        for (int row = 0; row < count; row += BLOCK) {
          eightUnits(scratch, row * inputs, unit, y, yFrom + first + row, yStride);
        }
      }
      for (; unit < units; unit += 4) {
        for (int row = 0; row < count; row += BLOCK) {
          fourUnits(scratch, row * inputs, unit, y, yFrom + first + row, yStride);
        }
      }
    }
  }

  /** Blocks of rows one after the other; within a block, input by input. */
  private void gather(float[] x, int xFrom, int xStride, int rows, float[] blocks) {
    for (int input = 0; input < inputs; input++) {
      int from = xFrom + input * xStride;
      for (int row = 0; row < rows; row += BLOCK) {
        int to = row * inputs + input * BLOCK;
        FloatVector.fromArray(SPECIES, x, from + row).intoArray(blocks, to);
        FloatVector.fromArray(SPECIES, x, from + row + LANES).intoArray(blocks, to + LANES);
      }
    }
  }

  /** Eight units of two vectors of rows: 16 sums that stay in registers. */
  private void eightUnits(float[] x, int xFrom, int unit, float[] y, int yFrom, int yStride) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, bias[unit]);
    FloatVector a1 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, bias[unit + 1]);
    FloatVector b1 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, bias[unit + 2]);
    FloatVector c1 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, bias[unit + 3]);
    FloatVector d1 = d0;
    FloatVector e0 = FloatVector.broadcast(SPECIES, bias[unit + 4]);
    FloatVector e1 = e0;
    FloatVector f0 = FloatVector.broadcast(SPECIES, bias[unit + 5]);
    FloatVector f1 = f0;
    FloatVector g0 = FloatVector.broadcast(SPECIES, bias[unit + 6]);
    FloatVector g1 = g0;
    FloatVector h0 = FloatVector.broadcast(SPECIES, bias[unit + 7]);
    FloatVector h1 = h0;
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
    FloatVector a0 = FloatVector.broadcast(SPECIES, bias[unit]);
    FloatVector a1 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, bias[unit + 1]);
    FloatVector b1 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, bias[unit + 2]);
    FloatVector c1 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, bias[unit + 3]);
    FloatVector d1 = d0;
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
      store(b0, b1, y, to + 1 * yStride);
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
