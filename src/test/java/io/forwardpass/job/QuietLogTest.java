package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

final class QuietLogTest {
  @Test
  void aFailedWritesTracesStayOffTheScreen() {
    for (String logger :
        new String[] {
          "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter",
          "org.apache.spark.util.Utils",
          "org.apache.spark.executor.Executor",
          "org.apache.spark.sql.execution.datasources.FileFormatWriter"
        }) {
      assertEquals(Result.DENY, filtered(logger, "failed", new IOException("no space")), logger);
    }
    assertEquals(
        Result.DENY,
        filtered(
            "org.apache.spark.scheduler.TaskSetManager",
            "Lost task 0.0: java.io.IOException: no space\n\tat x.Y",
            null));
  }

  @Test
  void aTaskThatGaveUpSaysNothingMore() {
    assertEquals(
        Result.DENY,
        filtered(
            "io.forwardpass.spark.parquet.ColumnarWriteTask", "Task attempt 1 aborted.", null));
  }

  @Test
  void whatAFailedAttemptLeavesIsNoNews() {
    assertEquals(
        Result.DENY,
        filtered(
            "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter",
            "Could not delete file:/scored/_temporary/0/_temporary/attempt_1",
            null));
  }

  @Test
  void everythingElseIsLetThrough() {
    assertEquals(
        Result.NEUTRAL, filtered("org.apache.spark.SparkContext", "x", new IOException("x")));
    assertEquals(
        Result.NEUTRAL, filtered("org.apache.spark.util.Utils", "your hostname is x", null));
  }

  private static Result filtered(String logger, String message, Throwable thrown) {
    return new QuietLog()
        .filter(
            Log4jLogEvent.newBuilder()
                .setLoggerName(logger)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .build());
  }
}
