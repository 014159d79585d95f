package io.forwardpass.nn.vector;

import io.forwardpass.nn.DenseKernel;
import io.forwardpass.nn.Kernels;
import io.forwardpass.nn.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on vectors of the length that the processor prefers. The functions themselves are
 * in {@link VectorMath}.
 */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> NUMBERS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final SeparateLoop elu = new SeparateLoop("elu", float.class, float.class);
  private final SeparateLoop exponential = new SeparateLoop("exponential");
  private final SeparateLoop gelu = new SeparateLoop("gelu");
  private final SeparateLoop mish = new SeparateLoop("mish");
  private final SeparateLoop sigmoid = new SeparateLoop("sigmoid");
  private final SeparateLoop silu = new SeparateLoop("silu");
  private final SeparateLoop softplus = new SeparateLoop("softplus");
  private final SeparateLoop tanh = new SeparateLoop("tanh");

  @Override
  public DenseKernel dense(Tensor kernel, Tensor bias) {
    return new VectorDense(kernel, bias);
  }

  /**
   * Measured on Zen 4: on vectors of 16, OpenBLAS takes 1.1 to 1.6 times as long for 1024 to 8192
   * inputs and units; on vectors of eight, as long for 256, and 0.93 times as long for 512.
   */
  @Override
  public int mostDenseWeights() {
    return LANES == 16 ? Integer.MAX_VALUE : 128 * 1024;
  }

  @Override
  public void softmax(float[] values, int[] elements, int stride, int from, int rows) {
    for (int row = from; row < from + rows; row += LANES) {
      FloatVector max = max(values, elements, stride, row);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int element : elements) {
        int at = element * stride + row;
        FloatVector exp = VectorMath.exp(load(values, at).sub(max));
        exp.intoArray(values, at);
        sum = sum.add(exp);
      }
      FloatVector scale = FloatVector.broadcast(SPECIES, 1f).div(sum);
      for (int element : elements) {
        int at = element * stride + row;
        load(values, at).mul(scale).intoArray(values, at);
      }
    }
  }

  @Override
  public void logSoftmax(float[] values, int[] elements, int stride, int from, int rows) {
    for (int row = from; row < from + rows; row += LANES) {
      FloatVector max = max(values, elements, stride, row);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int element : elements) {
        FloatVector x = load(values, element * stride + row);
        sum = sum.add(VectorMath.exp(x.sub(max)));
      }
      FloatVector log = VectorMath.log(sum);
      for (int element : elements) {
        int at = element * stride + row;
        load(values, at).sub(max).sub(log).intoArray(values, at);
      }
    }
  }

  private static FloatVector load(float[] values, int from) {
    return FloatVector.fromArray(SPECIES, values, from);
  }

  private static FloatVector max(float[] values, int[] elements, int stride, int row) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int element : elements) {
      max = max.max(load(values, element * stride + row));
    }
    return max;
  }

  @Override
  public void add(float[] values, int x, int y, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector sum = load(values, y + i).add(load(values, x + i));
      sum.intoArray(values, y + i);
    }
  }

  @Override
  public void blend(float[] values, int y, int x, int z, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector other = load(values, x + i);
      FloatVector difference = load(values, y + i).sub(other);
      difference.fma(load(values, z + i), other).intoArray(values, y + i);
    }
  }

  @Override
  public void mix(float[] values, int y, int f, int x, int g, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector added = load(values, x + i).mul(load(values, g + i));
      load(values, y + i).fma(load(values, f + i), added).intoArray(values, y + i);
    }
  }

  @Override
  public void multiply(float[] values, int x, int y, int count) {
    for (int i = 0; i < count; i += LANES) {
      load(values, y + i).mul(load(values, x + i)).intoArray(values, y + i);
    }
  }

  @Override
  public void elu(float[] values, int from, int to, float alpha, float scale) {
    elu.run(values, from, to, alpha, scale);
  }

  @Override
  public void exponential(float[] values, int from, int to) {
    exponential.run(values, from, to);
  }

  /** {@code x · 0} is 0 for finite numbers alone; two sums, so that none waits for the other. */
  @Override
  public boolean finite(float[] values, int from, int to) {
    FloatVector even = FloatVector.zero(SPECIES);
    FloatVector odd = FloatVector.zero(SPECIES);
    int index = from;
    for (; index + 2 * LANES <= to; index += 2 * LANES) {
      even = load(values, index).mul(0f).add(even);
      odd = load(values, index + LANES).mul(0f).add(odd);
    }
    float rest = 0;
    for (; index < to; index++) {
      rest += values[index] * 0f;
    }
    return even.add(odd).reduceLanes(VectorOperators.ADD) + rest == 0;
  }

  @Override
  public boolean within(float[] values, int from, int to, float least, float most) {
    VectorMask<Float> all = SPECIES.maskAll(true);
    int index = from;
    for (; index + LANES <= to; index += LANES) {
      FloatVector value = load(values, index);
      all =
          all.and(value.compare(VectorOperators.GE, least))
              .and(value.compare(VectorOperators.LE, most));
    }
    boolean rest = true;
    for (; index < to; index++) {
      rest &= values[index] >= least && values[index] <= most;
    }
    return rest && all.allTrue();
  }

  @Override
  public void gelu(float[] values, int from, int to) {
    gelu.run(values, from, to);
  }

  @Override
  public void max(float[] x, int from, float[] y, int to, int rows) {
    for (int row = 0; row < rows; row += LANES) {
      FloatVector other = load(x, from + row);
      load(y, to + row).max(other).intoArray(y, to + row);
    }
  }

  @Override
  public void largest(float[] x, int from, float[] y, int[] which, int number, int rows) {
    int vectors = rows - rows % LANES;
    for (int row = 0; row < vectors; row += LANES) {
      FloatVector candidate = load(x, from + row);
      FloatVector largest = load(y, row);
      VectorMask<Float> larger = candidate.compare(VectorOperators.GT, largest);
      largest.blend(candidate, larger).intoArray(y, row);
      IntVector.fromArray(NUMBERS, which, row)
          .blend(number, larger.cast(NUMBERS))
          .intoArray(which, row);
    }
    for (int row = vectors; row < rows; row++) {
      if (x[from + row] > y[row]) {
        y[row] = x[from + row];
        which[row] = number;
      }
    }
  }

  @Override
  public void mish(float[] values, int from, int to) {
    mish.run(values, from, to);
  }

  @Override
  public void relu(float[] values, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      load(values, i).max(0f).intoArray(values, i);
    }
  }

  @Override
  public void sigmoid(float[] values, int from, int to) {
    sigmoid.run(values, from, to);
  }

  @Override
  public void silu(float[] values, int from, int to) {
    silu.run(values, from, to);
  }

  @Override
  public void softplus(float[] values, int from, int to) {
    softplus.run(values, from, to);
  }

  @Override
  public void tanh(float[] values, int from, int to) {
    tanh.run(values, from, to);
  }
}
