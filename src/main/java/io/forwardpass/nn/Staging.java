package io.forwardpass.nn;

import java.util.List;

/**
 * Where one thread's matrix products read and write: Java arrays are copied here and back, since
 * native code must not hold on to them. The copies cost a hundredth of a product, and a tile of
 * rows stays in the cache.
 */
final class Staging implements AutoCloseable {
  private final List<NativeMatrix> matrices;

  /**
   * @param size the numbers of the largest operand; 0 where no product is made
   */
  Staging(int size) {
    this.matrices = size == 0 ? List.of() : List.of(new NativeMatrix(size), new NativeMatrix(size));
  }

  NativeMatrix inputs() {
    return matrices.get(0);
  }

  NativeMatrix outputs() {
    return matrices.get(1);
  }

  @Override
  public void close() {
    matrices.forEach(NativeMatrix::close);
  }
}
