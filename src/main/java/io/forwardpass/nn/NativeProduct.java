package io.forwardpass.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel3;

/**
 * {@code y[u] = activation(bias[u] + Σ_i x[i] · kernel[i, u])} at each position before the last
 * axis, for layers of many weights: ND4J's matrix product.
 *
 * <p>The bias is the kernel's last row, for an input that is always 1.
 */
final class NativeProduct implements Operation {
  private final int positions;
  private final int inputs;
  private final int units;
  private final NativeMatrix kernel;
  private final Elementwise.Loop activation;

  /**
   * @param positions the number of elements before the last axis
   */
  NativeProduct(int positions, Tensor kernel, Tensor bias, Elementwise.Loop activation) {
    this.positions = positions;
    this.inputs = kernel.shape().dim(0);
    this.units = bias.size();
    this.kernel = new NativeMatrix((inputs + 1) * units);
    this.activation = activation;
    float[] unit = new float[inputs + 1];
    for (int number = 0; number < units; number++) {
      for (int input = 0; input < inputs; input++) {
        unit[input] = kernel.values()[input * units + number];
      }
      unit[inputs] = bias.values()[number];
      this.kernel.put(number * unit.length, unit, 0, unit.length);
    }
  }

  @Override
  public int outputColumns() {
    return positions * units;
  }

  @Override
  public int nativeColumns() {
    return Math.max(inputs + 1, units);
  }

  @Override
  public void run(Columns in, Columns out, int rows, Scratch scratch) {
    for (int position = 0; position < positions; position++) {
      for (int input = 0; input < inputs; input++) {
        int from = in.at(position * inputs + input);
        scratch.nativeInputs().put(input * rows, in.values(), from, rows);
      }
      scratch.nativeInputs().put(inputs * rows, scratch.ones(), 0, rows);
      Product.INSTANCE.multiply(rows, inputs + 1, units, scratch, kernel);
      for (int unit = 0; unit < units; unit++) {
        int to = out.at(position * units + unit);
        scratch.nativeOutputs().get(unit * rows, out.values(), to, rows);
        activation.apply(out.values(), to, to + rows);
      }
    }
  }

  @Override
  public void close() {
    kernel.close();
  }

  /**
   * ND4J's product with the number of rows said by the caller. {@code Level3.gemm} takes it from
   * the arrays' shapes, so that a short batch would need arrays of its own, and costs ten times as
   * much a call.
   */
  private static final class Product extends CpuLevel3 {
    static final Product INSTANCE = new Product();

    void multiply(int rows, int inputs, int units, Scratch scratch, NativeMatrix kernel) {
      INDArray x = scratch.nativeInputs().array();
      INDArray y = scratch.nativeOutputs().array();
      sgemm('f', 'N', 'N', rows, units, inputs, 1f, x, rows, kernel.array(), inputs, 0f, y, rows);
    }
  }
}
