package io.forwardpass.job;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does the same again and again on a thread of its own, which keeps no JVM alive. */
final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService thread;

  /**
   * Starts it.
   *
   * @param every how long to wait before the first time, and from the end of each to the next
   */
  Ticker(String name, Duration every, Runnable work) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            body -> {
              Thread own = new Thread(body, name);
              own.setDaemon(true);
              return own;
            });
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            work, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
