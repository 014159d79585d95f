package io.forwardpass.job;

import io.forwardpass.spark.ScoringMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an executor that scores needs of memory, item by item, and what to ask for.
 *
 * @param tensors bytes of the model's weights, which the driver holds in a copy of its own
 * @param tables what tasks hold of the input and the output
 * @param slots tasks side by side
 * @param local whether the driver is the executor
 */
record MemoryEstimate(
    ScoringMemory scoring, long tensors, TableMemory tables, int slots, boolean local) {
  private static final long MEBI = 1L << 20;

  /** What Spark reserves for itself, and what it needs: classes aside. */
  private static final long SPARK = 300 * MEBI;

  /** The collector needs room to work in: a quarter of what lives. */
  private static final double HEAP_ROOM = 1.25;

  /** Spark's default, and little enough. */
  private static final long LEAST_HEAP = 1024 * MEBI;

  /**
   * Classes, compiled code, threads, Netty's buffers, and the native libraries with what they
   * allocate at the start, as measured on executors.
   */
  private static final long JVM = 352 * MEBI;

  /** The tables of G1: two bitmaps of a 64th each, cards, remembered sets. */
  private static final double COLLECTOR = 0.05;

  /** OpenBLAS packs parts of both matrices for each thread that multiplies. */
  private static final long BLAS = 32 * MEBI;

  /** Java's file streams copy through native memory, up to 8 MiB a call. */
  private static final long FILES = 16 * MEBI;

  private static final double OVERHEAD_ROOM = 1.1;
  private static final long STEP = 64 * MEBI;

  /**
   * What a task holds of the tables.
   *
   * @param stored bytes of the input's row group
   * @param decoded bytes of its pages and vectors
   * @param written bytes of the output's row group
   * @param pages bytes of the pages that are being filled
   */
  record TableMemory(long stored, long decoded, long written, long pages) {
    /** Of no table. */
    static final TableMemory NONE = new TableMemory(0, 0, 0, 0);
  }

  /**
   * One thing that takes memory.
   *
   * @param count how often an executor has it
   * @param bytes of one
   */
  record Item(String name, int count, long bytes) {
    long total() {
      return count * bytes;
    }
  }

  private static void add(List<Item> items, String name, int count, long bytes) {
    if (bytes > 0) {
      items.add(new Item(name, count, bytes));
    }
  }

  /** What lives in the heap at the same time. */
  List<Item> heap() {
    List<Item> items = new ArrayList<>();
    add(items, "Spark", 1, SPARK);
    add(items, "model file, as broadcast", 1, scoring.file());
    add(items, "model file, in the pieces it came in", 1, scoring.file());
    add(items, "weights unpacked while the model is read", 1, scoring.unpacked());
    add(items, "network", 1, scoring.network());
    if (local) {
      add(items, "weights that the driver keeps", 1, tensors);
    }
    add(
        items,
        String.format(
            Locale.ROOT, "buffers of a forward pass over %,d rows", scoring.task().batchRows()),
        slots,
        scoring.task().javaBytes());
    add(items, "row group of the input", slots, tables.stored());
    add(items, "pages and vectors of the input", slots, tables.decoded());
    add(items, "row group of the output", slots, tables.written());
    add(items, "pages of the output", slots, tables.pages());
    return items;
  }

  /** What an executor takes outside the heap. */
  List<Item> overhead() {
    List<Item> items = new ArrayList<>();
    add(items, "JVM and native libraries", 1, JVM);
    add(items, "tables of the garbage collector", 1, Math.round(COLLECTOR * heapBytes()));
    add(items, "weights for the native matrix product", 1, scoring.nativeWeights());
    add(items, "matrices of a forward pass", slots, scoring.task().nativeBytes());
    add(items, "buffers of OpenBLAS", slots, scoring.nativeWeights() > 0 ? BLAS : 0);
    add(items, "buffers of file streams", slots, FILES);
    return items;
  }

  private static long sum(List<Item> items) {
    return items.stream().mapToLong(Item::total).sum();
  }

  private static long rounded(double bytes) {
    return (long) Math.ceil(bytes / STEP) * STEP;
  }

  /** What lives in the heap in all. */
  long liveBytes() {
    return sum(heap());
  }

  /** The heap to ask for. */
  long heapBytes() {
    return Math.max(LEAST_HEAP, rounded(HEAP_ROOM * liveBytes()));
  }

  /** The overhead to ask for. */
  long overheadBytes() {
    return rounded(OVERHEAD_ROOM * sum(overhead()));
  }

  /** The driver's heap, which holds the file, its pieces for the executors, and the weights. */
  long driverBytes() {
    long live = SPARK + 2 * scoring.file() + scoring.unpacked() + tensors;
    return Math.max(LEAST_HEAP, rounded(HEAP_ROOM * live));
  }

  static String mebibytes(long bytes) {
    return bytes > 0 && bytes < MEBI / 10
        ? String.format(Locale.ROOT, "%,d KiB", Math.max(1, bytes >> 10))
        : String.format(Locale.ROOT, "%,.1f MiB", (double) bytes / MEBI);
  }
}
