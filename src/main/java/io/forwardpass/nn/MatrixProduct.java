package io.forwardpass.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel3;

/**
 * {@code y[u] = bias[u] + Σ_i x[i] · kernel[i, u]} at each position before the last axis, for wide
 * layers: ND4J's matrix product.
 */
final class MatrixProduct implements Operation {
  private final int positions;
  private final int inputs;
  private final float[] bias;
  private final NativeMatrix kernel;

  /**
   * @param positions the number of elements before the last axis
   */
  MatrixProduct(int positions, Tensor kernel, Tensor bias) {
    this.positions = positions;
    this.inputs = kernel.shape().dim(0);
    this.bias = bias.values();
    this.kernel = new NativeMatrix(kernel.size());
    this.kernel.put(0, unitByUnit(kernel.values(), bias.size()), 0, kernel.size());
  }

  /** The transpose: BLAS is a tenth faster where a unit's numbers are contiguous. */
  private static float[] unitByUnit(float[] kernel, int units) {
    float[] transpose = new float[kernel.length];
    int inputs = kernel.length / units;
    for (int input = 0; input < inputs; input++) {
      for (int unit = 0; unit < units; unit++) {
        transpose[unit * inputs + input] = kernel[input * units + unit];
      }
    }
    return transpose;
  }

  @Override
  public int stagedColumns() {
    return Math.max(inputs, bias.length);
  }

  @Override
  public int outputColumns() {
    return positions * bias.length;
  }

  @Override
  public void run(Columns in, Columns out, int rows, Staging staging) {
    for (int position = 0; position < positions; position++) {
      for (int input = 0; input < inputs; input++) {
        staging.inputs().put(input * rows, in.values(), in.at(position * inputs + input), rows);
      }
      Product.INSTANCE.multiply(rows, inputs, bias.length, staging, kernel);
      for (int unit = 0; unit < bias.length; unit++) {
        int to = out.at(position * bias.length + unit);
        staging.outputs().get(unit * rows, out.values(), to, rows);
        add(bias[unit], out.values(), to, to + rows);
      }
    }
  }

  private static void add(float bias, float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] += bias;
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

    void multiply(int rows, int inputs, int units, Staging staging, NativeMatrix kernel) {
      INDArray x = staging.inputs().array();
      INDArray y = staging.outputs().array();
      sgemm('f', 'N', 'N', rows, units, inputs, 1f, x, rows, kernel.array(), inputs, 0f, y, rows);
    }
  }
}
