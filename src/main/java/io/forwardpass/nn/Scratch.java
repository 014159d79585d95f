package io.forwardpass.nn;

import java.util.Arrays;
import java.util.List;

/**
 * What one thread's operations use besides their inputs and outputs: Java floats, which they
 * reserve and release like a stack, the mask, and native matrices that products read and write,
 * since native code must not hold on to Java arrays.
 */
final class Scratch implements AutoCloseable {
  /**
   * Vectors of 64 bytes that lie across two cache lines cost an eighth of a product's time. The G1
   * collector starts an array of this length (half a region of 8 MiB) at a region of its own and
   * never moves it; behind the array's header of 16 bytes, the next cache line is 12 floats away.
   * Elsewhere nothing is lost but memory, so that small networks do without.
   */
  private static final int MANY = 1024 * 1024;

  private static final int FIRST = 12;
  private static final int FEW = 4 * 1024;
  private static final int LINE = 16;

  private final float[] floats;
  private final float[] ones;
  private Columns mask;
  private final List<NativeMatrix> matrices;
  private int top;

  Scratch(PassSize size) {
    int natives = size.nativeFloats();
    this.matrices =
        natives == 0 ? List.of() : List.of(new NativeMatrix(natives), new NativeMatrix(natives));
    this.top = size.reservedFloats() < FEW ? 0 : FIRST;
    this.floats = new float[size.scratchFloats()];
    this.ones = new float[size.tileRows()];
    Arrays.fill(ones, 1f);
    this.mask = new Columns(new float[size.maskFloats()], size.tileRows());
  }

  /** The array that {@code reserved} floats are reserved in. */
  static int length(int reserved) {
    return reserved < FEW ? reserved : Math.max(MANY, FIRST + reserved);
  }

  /** What {@link #reserve} takes for so many floats. */
  static int reserved(int count) {
    return Math.addExact(count, LINE - 1) / LINE * LINE;
  }

  float[] floats() {
    return floats;
  }

  /** The first of {@code count} floats of {@link #floats}, for the caller alone. */
  int reserve(int count) {
    int first = top;
    top += reserved(count);
    return first;
  }

  /** Gives back what was reserved last. */
  void release(int first) {
    top = first;
  }

  /** 1 for each step that counts and 0 for the others, as the last operation that masks wrote. */
  Columns mask() {
    return mask;
  }

  /** Until another is set, the mask that operations read and write. */
  void useMask(Columns other) {
    mask = other;
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
