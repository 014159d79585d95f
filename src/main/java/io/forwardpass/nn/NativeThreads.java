package io.forwardpass.nn;

import org.nd4j.linalg.factory.Nd4j;

/**
 * The threads that one matrix product runs on, for the whole JVM. On Spark each task slot is a
 * thread of its own, so one is right; without a setting ND4J takes a thread for each core.
 *
 * <p>ND4J sets the number when it starts: from {@code OMP_NUM_THREADS}, never from {@code
 * OPENBLAS_NUM_THREADS}.
 */
public final class NativeThreads {
  private NativeThreads() {}

  /** What the BLAS library will use. */
  public static int current() {
    return Nd4j.factory().blas().getMaxThreads();
  }

  /**
   * Holds for products that start later, on whatever thread.
   *
   * @param threads at least 1
   */
  public static void set(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("native threads must be at least 1, not " + threads);
    }
    Nd4j.factory().blas().setMaxThreads(threads);
  }
}
