package io.forwardpass.nn;

import java.util.Arrays;
import java.util.List;

/**
 * What one thread's operations use besides their inputs and outputs: Java floats, and native
 * matrices that products read and write, since native code must not hold on to Java arrays.
 */
final class Scratch implements AutoCloseable {
  private final float[] floats;
  private final float[] ones;
  private final List<NativeMatrix> matrices;

  /**
   * @param rows of a tile
   */
  Scratch(List<Operation> operations, int rows) {
    int columns = operations.stream().mapToInt(Operation::nativeColumns).max().orElse(0);
    int size = Math.multiplyExact(columns, rows);
    this.matrices = size == 0 ? List.of() : List.of(new NativeMatrix(size), new NativeMatrix(size));
    this.floats = new float[operations.stream().mapToInt(Operation::scratchFloats).max().orElse(0)];
    this.ones = new float[rows];
    Arrays.fill(ones, 1f);
  }

  float[] floats() {
    return floats;
  }

  /** A column of ones: what a bias is multiplied with. */
  float[] ones() {
    return ones;
  }

  NativeMatrix nativeInputs() {
    return matrices.get(0);
  }

  NativeMatrix nativeOutputs() {
    return matrices.get(1);
  }

  @Override
  public void close() {
    matrices.forEach(NativeMatrix::close);
  }
}
