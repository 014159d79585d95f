package io.forwardpass.job;

import io.forwardpass.spark.batch.InvalidRowException;
import java.util.Locale;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/**
 * Keeps Spark from printing a failure's stack trace once for each layer that it passes: the user
 * gets one line about it, or one trace. Everything else that Spark logs is let through.
 */
final class QuietLog extends AbstractFilter {
  private static final String INVALID_ROW = InvalidRowException.class.getName();

  private static final String COMMITTER =
      "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter";

  /** Who says that a task or job was aborted, without a reason, where Spark then throws one. */
  private static final Set<String> ABORTS =
      Set.of(
          "io.forwardpass.spark.parquet.ColumnarWriteTask",
          "org.apache.spark.sql.execution.datasources.FileFormatWriter",
          "org.apache.spark.scheduler.TaskSetManager");

  /** Who prints the trace of a failed task or write, which Spark then throws as well. */
  private static final Set<String> TRACES =
      Set.of(
          COMMITTER,
          "org.apache.spark.executor.Executor",
          "org.apache.spark.scheduler.TaskSetManager",
          "org.apache.spark.sql.execution.datasources.FileFormatWriter",
          "org.apache.spark.sql.execution.streaming.runtime.MicroBatchExecution",
          "org.apache.spark.util.Utils");

  private static final QuietLog FILTER = new QuietLog();

  QuietLog() {}

  /** Does nothing where another library than Log4j prints the log. */
  static void install() {
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      LoggerConfig root = context.getConfiguration().getRootLogger();
      root.removeFilter(FILTER);
      root.addFilter(FILTER);
      context.updateLoggers();
    }
  }

  @Override
  public Filter.Result filter(LogEvent event) {
    String message = event.getMessage().getFormattedMessage();
    boolean abort =
        ABORTS.contains(event.getLoggerName())
            && message.toLowerCase(Locale.ROOT).contains("abort");
    boolean trace =
        TRACES.contains(event.getLoggerName())
            && (event.getThrown() != null || message.contains("\n\tat "));
    // A file of an attempt that failed: the attempt's folder goes as a whole.
    boolean leftover =
        event.getLoggerName().equals(COMMITTER) && message.startsWith("Could not delete");
    return abort
            || trace
            || leftover
            || message.contains(INVALID_ROW)
            || isInvalidRow(event.getThrown())
        ? Filter.Result.DENY
        : Filter.Result.NEUTRAL;
  }

  private static boolean isInvalidRow(Throwable thrown) {
    return thrown != null
        && (String.valueOf(thrown).contains(INVALID_ROW) || isInvalidRow(thrown.getCause()));
  }
}
