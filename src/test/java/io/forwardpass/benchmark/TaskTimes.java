package io.forwardpass.benchmark;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** How long the tasks of a context ran, in all. */
public final class TaskTimes extends SparkListener {
  private final SparkContext context;
  private final AtomicLong millis = new AtomicLong();

  private TaskTimes(SparkContext context) {
    this.context = context;
  }

  /** Counts from now on. */
  public static TaskTimes of(SparkContext context) {
    TaskTimes times = new TaskTimes(context);
    context.addSparkListener(times);
    return times;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    millis.addAndGet(end.taskMetrics().executorRunTime());
  }

  /** Milliseconds of all tasks that have ended. */
  public long millis() throws Exception {
    context.listenerBus().waitUntilEmpty();
    return millis.get();
  }
}
