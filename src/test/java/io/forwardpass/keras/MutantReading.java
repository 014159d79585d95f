package io.forwardpass.keras;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of every file, whatever it holds: it is read, or refused in one line by one of the
 * two exceptions, soon and without much memory.
 */
final class MutantReading {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MOST_BYTES = 64L << 20;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

  private MutantReading() {}

  /** What went wrong; empty where nothing did. */
  static Optional<Throwable> failure(byte[] file) {
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long before = THREADS.getCurrentThreadCpuTime();
    try {
      KerasModel.read(file, "mutant");
    } catch (InvalidModelException | UnsupportedModelException expected) {
      if (expected.getMessage().lines().count() != 1) {
        return Optional.of(new AssertionError("not one line: " + expected.getMessage()));
      }
    } catch (RuntimeException | Error failure) {
      return Optional.of(failure);
    }
    long time = THREADS.getCurrentThreadCpuTime() - before;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    if (time > LONGEST) {
      return Optional.of(
          new AssertionError(TimeUnit.NANOSECONDS.toMillis(time) + " ms of processor time"));
    } else if (allocated > MOST_BYTES + 10L * file.length) {
      return Optional.of(
          new AssertionError(allocated + " bytes allocated for " + file.length + " bytes"));
    }
    return Optional.empty();
  }
}
