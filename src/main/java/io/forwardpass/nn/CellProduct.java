package io.forwardpass.nn;

/** A product of a cell, bound to the columns of a recurrence that go into it. */
final class CellProduct implements AutoCloseable {
  private final Product product;
  private final int[] columns;

  /**
   * @param first the first of {@code count} columns that go in
   * @param then the first of {@code more} columns that follow them
   */
  CellProduct(Product product, int first, int count, int then, int more) {
    this.product = product;
    this.columns = new int[count + more];
    for (int index = 0; index < columns.length; index++) {
      columns[index] = index < count ? first + index : then + index - count;
    }
  }

  /** Writes a column a unit, one behind the other, from {@code to} on. */
  void run(float[] floats, int base, int to, int rows, Scratch scratch) {
    product.multiply(floats, base, rows, columns, floats, to, rows, rows, scratch);
  }

  int scratchFloats() {
    return product.scratchFloats();
  }

  int nativeColumns() {
    return product.nativeColumns();
  }

  @Override
  public void close() {
    product.close();
  }
}
