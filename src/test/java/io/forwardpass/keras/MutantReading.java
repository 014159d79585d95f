package io.forwardpass.keras;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What is asked of every file, whatever it holds: it is read, or refused in one line by an
 * exception for that, soon and without much memory.
 */
public final class MutantReading {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MOST_BYTES = 64L << 20;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

  private MutantReading() {}

  /** What went wrong with a model; empty where nothing did. */
  static Optional<Throwable> failure(byte[] file) {
    return failure(
        file.length,
        () -> KerasModel.read(file, "mutant"),
        failure ->
            failure instanceof InvalidModelException
                || failure instanceof UnsupportedModelException);
  }

  /**
   * What went wrong with any file; empty where nothing did.
   *
   * @param isRefusal tells the exceptions that are expected
   */
  public static Optional<Throwable> failure(
      int bytes, Runnable reading, Predicate<Throwable> isRefusal) {
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long before = THREADS.getCurrentThreadCpuTime();
    try {
      reading.run();
    } catch (RuntimeException | Error failure) {
      if (!isRefusal.test(failure)) {
        return Optional.of(failure);
      } else if (failure.getMessage().lines().count() != 1) {
        return Optional.of(new AssertionError("not one line: " + failure.getMessage()));
      }
    }
    long time = THREADS.getCurrentThreadCpuTime() - before;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    if (time > LONGEST) {
      return Optional.of(
          new AssertionError(TimeUnit.NANOSECONDS.toMillis(time) + " ms of processor time"));
    } else if (allocated > MOST_BYTES + 10L * bytes) {
      return Optional.of(
          new AssertionError(allocated + " bytes allocated for " + bytes + " bytes"));
    }
    return Optional.empty();
  }
}
