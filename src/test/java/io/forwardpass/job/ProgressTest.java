package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.job.Progress.Pace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 8 | 0 | 3 | 0 of 8 tasks, 0 rows",
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
                line -> line.matches("forwardpass: \\d of \\d tasks, 1,000,000 rows(, .* left)?")),
        lines::toString);
  }

  @Test
  void onATerminalThereIsOneLineAndThenNone() {
    String text = printed(true);
    assertTrue(text.matches("(\\r\\x1b\\[K\\d of \\d tasks.*)+\\r\\x1b\\[K"), text);
  }
}
