package io.forwardpass.job;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/**
 * Failures that are neither the cluster's nor ours: Spark says itself what is wrong, or its readers
 * and writers stumble over what they were given.
 */
final class SparkFailure {
  /** The class of SQL states that speak of the rows' values, and of nothing else. */
  private static final String DATA_EXCEPTION = "22";

  /** The classes of those that speak of a fault in Spark or in a plan, and of files. */
  private static final String INTERNAL_ERROR = "XX";

  private static final String SYSTEM_ERROR = "58";

  /** Conditions of {@link #DATA_EXCEPTION} that speak of options. */
  private static final Set<String> OPTIONS =
      Set.of(
          "INVALID_CONF_VALUE",
          "INVALID_DATETIME_PATTERN",
          "INVALID_PARAMETER_VALUE",
          "INVALID_TIMEZONE",
          "NULL_DATA_SOURCE_OPTION");

  /** Wraps whatever fails in a task, a fault of ours too. */
  private static final String TASK_FAILED = "TASK_WRITE_FAILED";

  /** What runs in tasks and plans; of our packages only the job calls readers and writers. */
  private static final Pattern OURS = Pattern.compile("io\\.forwardpass\\.(spark|nn|keras)\\..*");

  /** What Spark says, as of a fault of its own, of a source that is no sink. */
  private static final String NO_SINK = "does not allow create table as select";

  private static final String READERS_AND_WRITERS = "org.apache.spark.sql.";

  private SparkFailure() {}

  /**
   * @param chain a failure with its causes, the innermost last
   */
  static Optional<Failure> of(List<Throwable> chain) {
    Throwable innermost = chain.get(chain.size() - 1);
    if (isOfOptions(innermost) || String.valueOf(innermost.getMessage()).contains(NO_SINK)) {
      return Optional.of(
          new Failure(ExitCode.CONFIG, JobException.badOptions(Failure.describe(innermost))));
    }
    for (int index = chain.size() - 1; index >= 0; index--) {
      if (chain.get(index) instanceof SparkThrowable spark && isExplained(spark)) {
        String message = String.valueOf(chain.get(index).getMessage());
        return Optional.of(new Failure(code(spark), JobException.wholeLine(message)));
      }
    }
    return Optional.empty();
  }

  /** Whether the failure is of the rows' values. */
  static boolean isOfData(Throwable cause) {
    return cause instanceof SparkThrowable spark
        && state(spark).startsWith(DATA_EXCEPTION)
        && !OPTIONS.contains(condition(spark));
  }

  private static boolean isExplained(SparkThrowable spark) {
    return !condition(spark).isEmpty()
        && !condition(spark).startsWith("INTERNAL_ERROR")
        && !condition(spark).equals(TASK_FAILED)
        && !state(spark).startsWith(INTERNAL_ERROR);
  }

  private static ExitCode code(SparkThrowable spark) {
    return state(spark).startsWith(SYSTEM_ERROR) || condition(spark).contains("WRITE")
        ? ExitCode.CANNOT_WRITE
        : ExitCode.CONFIG;
  }

  /** Without the condition's subclass, which follows a point. */
  private static String condition(SparkThrowable spark) {
    return spark.getCondition() == null ? "" : spark.getCondition().split("\\.", 2)[0];
  }

  private static String state(SparkThrowable spark) {
    return spark.getSqlState() == null ? "" : spark.getSqlState();
  }

  /** Spark checks few options itself; most are parsed, or refused, where they are first used. */
  private static boolean isOfOptions(Throwable cause) {
    boolean plain =
        !(cause instanceof SparkThrowable)
            && (cause instanceof IllegalArgumentException
                || cause instanceof UnsupportedOperationException);
    boolean sparks = false;
    for (StackTraceElement frame : cause.getStackTrace()) {
      if (OURS.matcher(frame.getClassName()).matches()) {
        return false;
      }
      sparks |= frame.getClassName().startsWith(READERS_AND_WRITERS);
    }
    return plain && sparks;
  }
}
