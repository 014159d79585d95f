package io.forwardpass.spark.batch;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an executor has counted since it started, over all its tasks. Its registry is where Spark
 * keeps the metrics of a plugin; without that plugin nobody sees what is counted.
 */
public record ExecutorMetrics(
    Counter rows, Counter invalidRows, Counter batches, Counter forwardNanos, Counter modelLoads) {
  /** What Spark calls the source of the plugin's metrics. */
  private static final String SOURCE = "plugin.io.forwardpass.spark.MetricsPlugin";

  private static final String ROWS = "rows";

  /** Those of a registry, made there where they are not. */
  public static ExecutorMetrics in(MetricRegistry registry) {
    return new ExecutorMetrics(
        registry.counter(ROWS),
        registry.counter("invalid_rows"),
        registry.counter("batches"),
        registry.counter("forward_nanos"),
        registry.counter("model_loads"));
  }

  /** Those of the running task's executor. */
  static ExecutorMetrics current() {
    List<Source> sources =
        new ArrayList<>(
            CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(SOURCE)));
    // A driver that runs tasks itself has another of this name.
    sources.removeIf(source -> !source.metricRegistry().getCounters().containsKey(ROWS));
    return in(sources.isEmpty() ? new MetricRegistry() : sources.get(0).metricRegistry());
  }

  void batch(int batchRows, int invalid, long nanos) {
    rows.inc(batchRows);
    invalidRows.inc(invalid);
    batches.inc();
    forwardNanos.inc(nanos);
  }

  /** In the order of the components. */
  public long[] counts() {
    return new long[] {
      rows.getCount(),
      invalidRows.getCount(),
      batches.getCount(),
      forwardNanos.getCount(),
      modelLoads.getCount()
    };
  }
}
