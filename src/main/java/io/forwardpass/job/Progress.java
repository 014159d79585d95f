package io.forwardpass.job;

import io.forwardpass.spark.catalyst.ForwardPassExec;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

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

  /** Rows by running task, as of its executor's last heartbeat. */
  private final Map<Long, Long> underWay = new ConcurrentHashMap<>();

  private final Ticker clock;

  /**
   * @param rows how many rows the tasks that have ended took in
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
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        CollectionConverters.asJava(event.accumUpdates())) {
      for (AccumulableInfo metric : CollectionConverters.asJava(task._4())) {
        if (metric.name().contains(ForwardPassExec.ROWS)) {
          underWay.put((Long) task._1(), (Long) metric.update().get());
        }
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    underWay.remove(event.taskInfo().taskId());
    if (event.reason() == Success$.MODULE$) {
      ended.incrementAndGet();
    }
  }

  private void print() {
    double seconds = (System.nanoTime() - started) / 1e9;
    long running = underWay.values().stream().mapToLong(Long::longValue).sum();
    Pace pace = new Pace(ended.get(), tasks.get(), rows.getAsLong() + running, seconds);
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
      String done = String.format(Locale.ROOT, "%,d of %,d tasks, %,d rows", ended, tasks, rows);
      if (rows == 0) {
        return done;
      }
      String pace = String.format(Locale.ROOT, "%s, %,.0f rows/s", done, rows / seconds);
      if (ended == 0) {
        return pace;
      }
      long left = Math.round(seconds * (tasks - ended) / ended);
      String time =
          left < MINUTE ? left + " s" : "%s min %s s".formatted(left / MINUTE, left % MINUTE);
      return "%s, about %s left".formatted(pace, time);
    }
  }
}
