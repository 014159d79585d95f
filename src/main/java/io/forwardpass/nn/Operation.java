package io.forwardpass.nn;

import java.util.Optional;

/**
 * One step of the forward pass: what a layer computes, with its weights in place. Immutable and
 * shared by threads.
 */
interface Operation extends AutoCloseable {

  /** Rows come in multiples of this, so that no kernel has a remainder to look after. */
  int ROW_BLOCK = 32;

  /**
   * Computes {@code outputs} from {@code inputs}, which may be overwritten.
   *
   * @param rows a multiple of {@link #ROW_BLOCK}
   */
  void run(Columns inputs, Columns outputs, int rows, Scratch scratch);

  /** The elements of a row that {@link #run} writes. */
  int outputColumns();

  /** Whether {@link #run} is given the same columns to read and to write. */
  default boolean inPlace() {
    return false;
  }

  /** The most floats that {@link #run} reserves at a time for that many rows. */
  default int scratchFloats(int rows) {
    return 0;
  }

  /** The columns of the native matrices that {@link #run} needs besides. */
  default int nativeColumns() {
    return 0;
  }

  /** The steps of the mask that {@link #run} writes. */
  default int maskColumns() {
    return 0;
  }

  /** One operation that does what this one and {@code next} do, where that is faster. */
  default Optional<Operation> then(Operation next) {
    return Optional.empty();
  }

  /** Frees native memory, once no thread runs the operation any more. */
  @Override
  default void close() {}
}
