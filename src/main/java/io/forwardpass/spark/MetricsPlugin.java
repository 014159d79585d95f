package io.forwardpass.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.forwardpass.spark.batch.ExecutorMetrics;
import java.io.IOException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what scoring counts into Spark's metrics system: {@code spark.plugins =
 * io.forwardpass.spark.MetricsPlugin}. Every executor has counters of its own ({@code rows}, {@code
 * invalid_rows}, {@code batches}, {@code forward_nanos}, {@code model_loads}); the driver, whose
 * page Prometheus can read, has those of each executor, as of its last task, and their sums.
 */
public final class MetricsPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static final class Driver implements DriverPlugin {
    /** By executor. */
    private final Map<String, long[]> counts = new ConcurrentHashMap<>();

    private MetricRegistry metrics = new MetricRegistry();

    @Override
    public void registerMetrics(String application, PluginContext context) {
      metrics = context.metricRegistry();
      register("total", this::sum);
    }

    private long sum(int number) {
      return counts.values().stream().mapToLong(each -> each[number]).sum();
    }

    private void register(String prefix, IndexedCount count) {
      gauge(prefix, "rows", () -> count.at(0));
      gauge(prefix, "invalid_rows", () -> count.at(1));
      gauge(prefix, "batches", () -> count.at(2));
      gauge(prefix, "forward_seconds", () -> count.at(3) / 1e9);
      gauge(prefix, "model_loads", () -> count.at(4));
    }

    private void gauge(String prefix, String name, Gauge<?> gauge) {
      metrics.register(MetricRegistry.name(prefix, name), gauge);
    }

    /** From an executor: its id, and its counts. */
    @Override
    public Object receive(Object message) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) message;
      String executor = (String) entry.getKey();
      if (counts.put(executor, (long[]) entry.getValue()) == null) {
        register("executor." + executor, number -> counts.get(executor)[number]);
      }
      return null;
    }
  }

  private interface IndexedCount {
    long at(int number);
  }

  private static final class Executor implements ExecutorPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsPlugin.class);

    private PluginContext context;
    private ExecutorMetrics metrics;
    private long[] sent;

    @Override
    public void init(PluginContext pluginContext, Map<String, String> configuration) {
      context = pluginContext;
      metrics = ExecutorMetrics.in(context.metricRegistry());
      sent = metrics.counts();
    }

    @Override
    public void onTaskSucceeded() {
      send();
    }

    @Override
    public void onTaskFailed(TaskFailedReason reason) {
      send();
    }

    /** Classes of the JDK alone, as the driver reads messages where it does not know ours. */
    private synchronized void send() {
      long[] counts = metrics.counts();
      if (Arrays.equals(counts, sent)) {
        return;
      }
      sent = counts;
      try {
        context.send(new SimpleImmutableEntry<>(context.executorID(), counts));
      } catch (IOException e) {
        LOG.warn("The driver's metrics are behind: {}", e.getMessage());
      }
    }
  }
}
