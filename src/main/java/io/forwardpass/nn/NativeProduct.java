package io.forwardpass.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel3;

/**
 * ND4J's matrix product, for kernels of many weights. The bias is the kernel's last row, for an
 * input that is always 1.
 */
final class NativeProduct implements Product {
  private final int inputs;
  private final int units;
  private final NativeMatrix kernel;

  NativeProduct(Tensor kernel, Tensor bias) {
    this.inputs = kernel.shape().dim(0);
    this.units = bias.size();
    this.kernel = new NativeMatrix((inputs + 1) * units);
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
  public int units() {
    return units;
  }

  @Override
  public int scratchFloats() {
    return 0;
  }

  @Override
  public int nativeColumns() {
    return columns(inputs, units);
  }

  /** The columns of what goes in, a one for the bias among it, or of what comes out. */
  static int columns(int inputs, int units) {
    return Math.max(inputs + 1, units);
  }

  @Override
  public long nativeBytes() {
    return bytes(inputs, units);
  }

  /** What the weights of such a kernel take, with their bias. */
  static long bytes(int inputs, int units) {
    return (long) Float.BYTES * (inputs + 1) * units;
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
      Scratch scratch) {
    for (int input = 0; input < inputs; input++) {
      scratch.nativeInputs().put(input * rows, x, xFrom + columns[input] * xStride, rows);
    }
    scratch.nativeInputs().put(inputs * rows, scratch.ones(), 0, rows);
    Gemm.INSTANCE.multiply(rows, inputs + 1, units, scratch, kernel);
    for (int unit = 0; unit < units; unit++) {
      scratch.nativeOutputs().get(unit * rows, y, yFrom + unit * yStride, rows);
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
  private static final class Gemm extends CpuLevel3 {
    static final Gemm INSTANCE = new Gemm();

    void multiply(int rows, int inputs, int units, Scratch scratch, NativeMatrix kernel) {
      INDArray x = scratch.nativeInputs().array();
      INDArray y = scratch.nativeOutputs().array();
      sgemm('f', 'N', 'N', rows, units, inputs, 1f, x, rows, kernel.array(), inputs, 0f, y, rows);
    }
  }
}
