package io.forwardpass.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Wall time by phase, in the order of their first run. */
final class Phases {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      double elapsed = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      seconds.merge(phase, elapsed, Double::sum);
    }
  }

  Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
