package io.forwardpass.job;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Says how far the tasks of a job are, until it is closed: on a terminal in one line that is
 * written anew each second, elsewhere in a line of its own each half minute, so that a log stays
 * short.
 *
 * <p>Spark's listener thread counts, a thread of its own prints.
 */
final class Progress extends SparkListener implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration IN_LOG = Duration.ofSeconds(30);

  /** Brings the cursor to the line's start and clears it. */
  private static final String ANEW = "\r\u001b[K";

  private final SparkContext spark;
  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier rows;
  private final long started = System.nanoTime();
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Ticker clock;

  /**
   * @param rows how many rows have come in until now
   */
  Progress(SparkContext spark, PrintWriter err, boolean terminal, LongSupplier rows) {
    this(spark, err, terminal, rows, terminal ? ON_TERMINAL : IN_LOG);
  }

  Progress(
      SparkContext spark, PrintWriter err, boolean terminal, LongSupplier rows, Duration every) {
    this.spark = spark;
    this.err = err;
    this.terminal = terminal;
    this.rows = rows;
    spark.addSparkListener(this);
    this.clock = new Ticker("forwardpass-progress", every, this::print);
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    tasks.addAndGet(event.stageInfo().numTasks());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    if (event.reason() == Success$.MODULE$) {
      ended.incrementAndGet();
    }
  }

  private void print() {
    double seconds = (System.nanoTime() - started) / 1e9;
    Pace pace = new Pace(ended.get(), tasks.get(), rows.getAsLong(), seconds);
    if (terminal) {
      err.print(ANEW + pace);
    } else {
      err.println("forwardpass: " + pace);
    }
    err.flush();
  }

  /** Leaves no line on a terminal. */
  @Override
  public void close() {
    clock.close();
    spark.removeSparkListener(this);
    if (terminal) {
      err.print(ANEW);
      err.flush();
    }
  }

  /**
   * How far a job is.
   *
   * @param seconds since it began
   */
  record Pace(int ended, int tasks, long rows, double seconds) {
    private static final int MINUTE = 60;

    @Override
    public String toString() {
      String done = "%,d of %,d tasks, %,d rows".formatted(ended, tasks, rows);
      if (ended == 0) {
        return done;
      }
      long left = Math.round(seconds * (tasks - ended) / ended);
      String time =
          left < MINUTE ? left + " s" : "%d min %d s".formatted(left / MINUTE, left % MINUTE);
      return "%s, %,.0f rows/s, about %s left".formatted(done, rows / seconds, time);
    }
  }
}
