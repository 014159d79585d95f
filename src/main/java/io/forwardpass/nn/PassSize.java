package io.forwardpass.nn;

import java.util.List;

/**
 * What a {@link ForwardPass} takes of memory, known before it is taken.
 *
 * @param capacity the rows that fit, a little more than were asked for
 * @param tileRows the rows that go through all operations together
 * @param inputFloats of the features' buffer
 * @param outputFloats of the outputs' buffer; 0 where operations work in place
 * @param betweenFloats of each of the two buffers between operations
 * @param reservedFloats what operations reserve besides
 * @param scratchFloats the array that is made for that
 * @param maskFloats of the mask
 * @param nativeFloats of each of the two native matrices; 0 where there are none
 */
public record PassSize(
    int capacity,
    int tileRows,
    int inputFloats,
    int outputFloats,
    int betweenFloats,
    int reservedFloats,
    int scratchFloats,
    int maskFloats,
    int nativeFloats) {

  static PassSize of(BoundLayers layers, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("a forward pass needs at least 1 row, not " + rows);
    }
    List<Operation> operations = layers.operations();
    int capacity = wholeBlocks(rows);
    int tileRows = Math.min(capacity, layers.tileRows());
    int reserved =
        operations.stream()
            .mapToInt(operation -> operation.scratchFloats(tileRows))
            .max()
            .orElse(0);
    int steps = operations.stream().mapToInt(Operation::maskColumns).max().orElse(0);
    int nativeColumns = operations.stream().mapToInt(Operation::nativeColumns).max().orElse(0);
    return new PassSize(
        capacity,
        tileRows,
        Math.multiplyExact(layers.inputColumns(), capacity),
        Chain.inPlace(operations) ? 0 : Math.multiplyExact(layers.outputColumns(), capacity),
        Math.multiplyExact(Chain.bufferColumns(operations), tileRows),
        reserved,
        Scratch.length(reserved),
        Math.multiplyExact(steps, tileRows),
        Math.multiplyExact(nativeColumns, tileRows));
  }

  static int wholeBlocks(int rows) {
    int blocks = (rows + Operation.ROW_BLOCK - 1) / Operation.ROW_BLOCK;
    return blocks * Operation.ROW_BLOCK;
  }

  /** Bytes of Java's heap. */
  public long javaBytes() {
    return (long) Float.BYTES
        * ((long) inputFloats
            + outputFloats
            + 2L * betweenFloats
            + scratchFloats
            + maskFloats
            + tileRows);
  }

  /** Bytes outside of it. */
  public long nativeBytes() {
    return 2L * Float.BYTES * nativeFloats;
  }
}
