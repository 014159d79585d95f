package io.forwardpass.nn.vector;

import io.forwardpass.nn.DenseKernel;
import io.forwardpass.nn.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DenseKernel} on vectors of rows. Panels of units pass over two vectors of rows at a time
 * with their sums in registers, which start at the biases. The first panel gathers these rows,
 * input by input, into one run of memory for the others, with loads and stores that run beside its
 * products.
 *
 * <p>The first panel has four units. The others have eight where the processor has registers for 16
 * sums, and four elsewhere and for a rest of up to four; missing units have weights of 0 and are
 * not stored. Larger panels would pass HotSpot's limit of nodes for inlining (JDK 17), and the sums
 * would become objects.
 */
final class VectorDense implements DenseKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BLOCK = 2 * LANES;

  /** AVX and AVX2, with vectors of eight, have 16 registers; AVX-512 and NEON have 32. */
  private static final boolean WIDE_PANELS = LANES != 8;

  /**
   * The rows that each panel passes over before the next one's turn: few enough that what is
   * gathered of them stays in a second-level cache, enough that weights are seldom fetched.
   */
  private static final int ROWS_TOGETHER = 64;

  private final int inputs;
  private final int units;

  /** Where panels of eight, which begin behind the first panel, end. */
  private final int eightsEnd;

  /** Panel by panel; within a panel, first the biases, then input by input. */
  private final float[] weights;

  VectorDense(Tensor kernel, Tensor bias) {
    this.inputs = kernel.shape().dim(0);
    this.units = bias.size();
    this.eightsEnd = WIDE_PANELS ? 4 + Math.max(0, units - 1) / 8 * 8 : 4;
    this.weights =
        new float[Math.multiplyExact(inputs + 1, Math.max(eightsEnd, (units + 3) / 4 * 4))];
    for (int unit = 0; unit < units; unit++) {
      boolean eight = unit >= 4 && unit < eightsEnd;
      int width = eight ? 8 : 4;
      int first = eight ? (unit - 4) / 8 * 8 + 4 : unit / 4 * 4;
      int at = first * (inputs + 1) + unit - first;
      weights[at] = bias.values()[unit];
      for (int input = 0; input < inputs; input++) {
        weights[at + (input + 1) * width] = kernel.values()[input * units + unit];
      }
    }
  }

  @Override
  public int scratchFloats() {
    return inputs * ROWS_TOGETHER;
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
    for (int first = 0; first < rows; first += ROWS_TOGETHER) {
      int count = Math.min(ROWS_TOGETHER, rows - first);
      for (int row = 0; row < count; row += BLOCK) {
        gatherForFour(
            x,
            xFrom + first + row,
            xStride,
            columns,
            scratch,
            scratchFrom + row * inputs,
            y,
            yFrom + first + row,
            yStride);
      }
      int unit = 4;
      for (; unit < eightsEnd; unit += 8) {
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

  /** The first four units of two vectors of rows, which are gathered on the way. */
  private void gatherForFour(
      float[] x,
      int xFrom,
      int xStride,
      int[] columns,
      float[] gathered,
      int to,
      float[] y,
      int yFrom,
      int yStride) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, weights[0]);
    FloatVector a1 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, weights[1]);
    FloatVector b1 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, weights[2]);
    FloatVector c1 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, weights[3]);
    FloatVector d1 = d0;
    for (int input = 0; input < inputs; input++) {
      int at = xFrom + columns[input] * xStride;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
      store(x0, x1, gathered, to + input * BLOCK);
      int weight = (input + 1) * 4;
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
    store(a0, a1, y, yFrom);
    if (1 < units) {
      store(b0, b1, y, yFrom + yStride);
    }
    if (2 < units) {
      store(c0, c1, y, yFrom + 2 * yStride);
    }
    if (3 < units) {
      store(d0, d1, y, yFrom + 3 * yStride);
    }
  }

  /** Eight units of two vectors of rows: 16 sums that stay in registers. */
  private void eightUnits(float[] x, int xFrom, int unit, float[] y, int yFrom, int yStride) {
    int first = unit * (inputs + 1);
    FloatVector a0 = FloatVector.broadcast(SPECIES, weights[first]);
    FloatVector a1 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, weights[first + 1]);
    FloatVector b1 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, weights[first + 2]);
    FloatVector c1 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, weights[first + 3]);
    FloatVector d1 = d0;
    FloatVector e0 = FloatVector.broadcast(SPECIES, weights[first + 4]);
    FloatVector e1 = e0;
    FloatVector f0 = FloatVector.broadcast(SPECIES, weights[first + 5]);
    FloatVector f1 = f0;
    FloatVector g0 = FloatVector.broadcast(SPECIES, weights[first + 6]);
    FloatVector g1 = g0;
    FloatVector h0 = FloatVector.broadcast(SPECIES, weights[first + 7]);
    FloatVector h1 = h0;
    for (int input = 0; input < inputs; input++) {
      int at = xFrom + input * BLOCK;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
      int weight = first + (input + 1) * 8;
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
    int first = unit * (inputs + 1);
    FloatVector a0 = FloatVector.broadcast(SPECIES, weights[first]);
    FloatVector a1 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, weights[first + 1]);
    FloatVector b1 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, weights[first + 2]);
    FloatVector c1 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, weights[first + 3]);
    FloatVector d1 = d0;
    for (int input = 0; input < inputs; input++) {
      int at = xFrom + input * BLOCK;
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
      int weight = first + (input + 1) * 4;
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
