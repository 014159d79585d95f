package io.forwardpass.job;

import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * An output that grows by what has arrived in the input, each row once: Spark's Structured
 * Streaming notes in the checkpoint what it has read, and in the output's {@link #LOG} which files
 * count.
 */
record IncrementalOutput(ScoreOptions options, Increment increment, Configuration hadoop) {
  /** Of the output's files readers take those that are in here, once it is there. */
  static final String LOG = "_spark_metadata";

  /** What the checkpoint holds once a batch was begun. */
  private static final String OFFSETS = "offsets";

  /** Throws where the options, or what is there, do not go with each other. */
  void check(Sources sources) {
    refuse(!options.slice().isWholeTable(), ScoreOption.PARTITION);
    for (ScoreOption gate : options.gates().options()) {
      refuse(true, gate);
    }
    refuse(options.show() > 0, ScoreOption.SHOW);
    refuse(!options.quarantine().isEmpty(), ScoreOption.QUARANTINE);
    if (options.input().size() > 1) {
      throw JobException.severalInputs(options.input());
    }
    Place checkpoint = Place.of("checkpoint", increment.checkpoint(), hadoop);
    sources.keepOff(checkpoint);
    checkpoint.checkParent();
    if (ScoreOptions.isFileFormat(options.outputFormat())) {
      check(Place.of("output", options.output(), hadoop), checkpoint);
    }
  }

  private static void refuse(boolean given, ScoreOption option) {
    if (given) {
      throw JobException.notIncremental(option);
    }
  }

  private void check(Place output, Place checkpoint) {
    ExistingOutput existing = new ExistingOutput(output);
    if (Place.overlap(output.path(), checkpoint.path())) {
      throw JobException.outputOverlaps(output.uri(), "checkpoint", checkpoint.uri());
    } else if (!output.exists() && checkpoint.child(OFFSETS).exists()) {
      throw JobException.checkpointWithoutOutput(checkpoint.uri(), output.uri());
    } else if (!output.child(LOG).exists() && existing.dataFile().isPresent()) {
      throw JobException.notWrittenIncrementally(output.uri());
    }
  }

  /** Throws where rows would be added to files that are not in the log, and never be read. */
  static void keepOff(Place output) {
    if (output.child(LOG).exists()) {
      throw JobException.writtenIncrementally(output.uri());
    }
  }

  /**
   * Writes what has arrived, and ends with it; or goes on until the query is stopped.
   *
   * @param scored the rows of a stream
   */
  void write(Dataset<Row> scored) {
    DataStreamWriter<Row> writer =
        scored
            .writeStream()
            .format(options.outputFormat())
            .options(options.outputOptions())
            .option("checkpointLocation", increment.checkpoint())
            .partitionBy(options.partitionColumns().toArray(String[]::new))
            .outputMode(OutputMode.Append())
            .trigger(trigger());
    try {
      StreamingQuery query =
          options.output().isEmpty() ? writer.start() : writer.start(options.output());
      query.awaitTermination();
    } catch (TimeoutException | StreamingQueryException e) {
      throw new IllegalStateException(e);
    }
  }

  private Trigger trigger() {
    return increment
        .every()
        .map(every -> Trigger.ProcessingTime(every.toMillis()))
        .orElseGet(Trigger::AvailableNow);
  }
}
