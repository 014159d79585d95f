package io.forwardpass.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Wall time by phase, in the order of their first run. */
final class Phases {
  private final Map<String, Long> nanos = new LinkedHashMap<>();

  <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos.merge(phase, System.nanoTime() - start, Long::sum);
    }
  }

  void time(String phase, Runnable work) {
    time(
        phase,
        () -> {
          work.run();
          return null;
        });
  }

  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.forEach((phase, elapsed) -> seconds.put(phase, seconds(elapsed)));
    return seconds;
  }

  /** To the microsecond. */
  static double seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e6;
  }
}
