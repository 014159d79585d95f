package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.job.Progress.Pace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

final class ProgressTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 8 | 0 | 3 | 0 of 8 tasks, 0 rows",
        "0 | 1 | 6000 | 3 | 0 of 1 tasks, 6,000 rows, 2,000 rows/s",
        "3 | 8 | 0 | 3 | 3 of 8 tasks, 0 rows",
        "2 | 8 | 5000 | 10 | 2 of 8 tasks, 5,000 rows, 500 rows/s, about 30 s left",
        "1 | 1200 | 12345678 | 0.5 | 1 of 1,200 tasks, 12,345,678 rows, 24,691,356 rows/s, about 10 min 0 s left",
        "8 | 8 | 5000 | 10 | 8 of 8 tasks, 5,000 rows, 500 rows/s, about 0 s left",
      })
  void itSaysTasksRowsRateAndTimeLeft(
      int ended, int tasks, long rows, double seconds, String text) {
    assertEquals(text, new Pace(ended, tasks, rows, seconds).toString());
  }

  private static String printed(boolean terminal) {
    StringWriter err = new StringWriter();
    Duration often = Duration.ofMillis(20);
    Progress progress =
        new Progress(
            SPARK.session().sparkContext(),
            new PrintWriter(err),
            terminal,
            () -> 1_000_000L,
            often);
    SPARK.session().range(0, 40_000_000, 1, 4).selectExpr("sum(sqrt(id))").collectAsList();
    progress.close();
    return err.toString();
  }

  @Test
  void inALogEachIsALine() {
    List<String> lines = printed(false).lines().toList();
    assertTrue(lines.size() > 1, lines::toString);
    assertTrue(
        lines.stream()
            .allMatch(
                line ->
                    line.matches(
                        "forwardpass: \\d of \\d tasks, 1,000,000 rows, [\\d,]+ rows/s(, .* left)?")),
        lines::toString);
  }

  private static SparkListenerExecutorMetricsUpdate heartbeat(
      long task, String metric, long value) {
    AccumulableInfo info =
        new AccumulableInfo(
            1,
            Option.apply(metric),
            Option.apply(value),
            Option.empty(),
            true,
            true,
            Option.empty());
    return new SparkListenerExecutorMetricsUpdate(
        "1",
        CollectionConverters.asScala(
                List.of(
                    new Tuple4<Object, Object, Object, Seq<AccumulableInfo>>(
                        task, 0, 0, CollectionConverters.asScala(List.of(info)).toList())))
            .toList(),
        scala.collection.immutable.Map$.MODULE$.empty());
  }

  /** A task of a large file may run for minutes. */
  @Test
  @Timeout(60)
  void rowsOfRunningTasksCount() throws InterruptedException {
    StringWriter err = new StringWriter();
    try (Progress progress =
        new Progress(
            SPARK.session().sparkContext(),
            new PrintWriter(err),
            false,
            () -> 1_000L,
            Duration.ofMillis(20))) {
      progress.onExecutorMetricsUpdate(heartbeat(1, "rows", 20));
      progress.onExecutorMetricsUpdate(heartbeat(1, "rows", 300));
      progress.onExecutorMetricsUpdate(heartbeat(2, "rows", 4));
      progress.onExecutorMetricsUpdate(heartbeat(2, "batches", 70_000));
      while (!err.toString().contains("1,304 rows, ")) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void onATerminalThereIsOneLineAndThenNone() {
    String text = printed(true);
    assertTrue(text.matches("(\\r\\x1b\\[K\\d of \\d tasks.*)+\\r\\x1b\\[K"), text);
  }
}
