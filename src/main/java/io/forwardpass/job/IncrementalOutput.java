package io.forwardpass.job;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  /** What it holds once one has ended. */
  private static final String COMMITS = "commits";

  private static final String STREAMING = "org.apache.spark.sql.execution.streaming.";

  /** Later entries of the output's log hold what stood in the earlier ones. */
  private static final Pattern ENTRY = Pattern.compile("(\\d{1,18})(?:\\.compact)?");

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
    if (ScoreOptions.isFileFormat(options.format()) && input().isFile()) {
      throw JobException.notAFolder(input().uri());
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
      throw JobException.overlap(output, "checkpoint", checkpoint.uri());
    } else if (!output.exists() && checkpoint.child(OFFSETS).exists()) {
      throw JobException.checkpointWithoutOutput(checkpoint.uri(), output.uri());
    } else if (!output.child(LOG).exists() && existing.dataFile().isPresent()) {
      throw JobException.notWrittenIncrementally(output.uri());
    }
    long written = latest(output.child(LOG));
    long begun = latest(checkpoint.child(OFFSETS));
    long done = latest(checkpoint.child(COMMITS));
    // An increment that was killed has begun, and may be in the output already.
    if (written > begun || written < done) {
      throw JobException.otherCheckpoint(output.uri(), checkpoint.uri());
    }
  }

  /** The largest number of a log's entries, one for each increment; −1 where there are none. */
  private static long latest(Place log) {
    if (!log.exists()) {
      return -1;
    }
    try {
      return Arrays.stream(log.files().listStatus(log.path()))
          .map(entry -> ENTRY.matcher(entry.getPath().getName()))
          .filter(Matcher::matches)
          .mapToLong(entry -> Long.parseLong(entry.group(1)))
          .max()
          .orElse(-1);
    } catch (IOException e) {
      throw log.inaccessible(e);
    }
  }

  /**
   * Whether an increment was scored, and no file is left in the input's folder, as where files are
   * moved away once they are scored. Of which columns the table is nobody can tell then.
   */
  boolean isAtRest() {
    return increment.every().isEmpty()
        && ScoreOptions.isFileFormat(options.format())
        && Place.of("checkpoint", increment.checkpoint(), hadoop).child(COMMITS).exists()
        && new ExistingOutput(input()).dataFile().isEmpty();
  }

  /** The only one. */
  private Place input() {
    return Place.of("input", options.input().get(0), hadoop);
  }

  /** Throws where rows would be added to files that are not in the log, and never be read. */
  static void keepOff(Place output) {
    if (output.child(LOG).exists()) {
      throw JobException.writtenIncrementally(output.uri());
    }
  }

  /**
   * One of the files that count: of those that do not, left by an increment that was killed, some
   * may be torn.
   */
  Optional<Path> dataFile(SparkSession spark) {
    Place log = Place.of("output", options.output(), hadoop).child(LOG);
    if (!log.exists()) {
      return Optional.empty();
    }
    // Of any format, for the names: no file is opened.
    String[] files = spark.read().format("binaryFile").load(options.output()).inputFiles();
    return Arrays.stream(files).findFirst().map(file -> new Path(URI.create(file)));
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
            .partitionBy(options.partitionColumns(scored.schema()).toArray(String[]::new))
            .outputMode(OutputMode.Append())
            .trigger(trigger());
    try {
      StreamingQuery query =
          options.output().isEmpty() ? writer.start() : writer.start(options.output());
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      List<Throwable> chain = Failure.chain(e);
      throw chain.stream().anyMatch(IncrementalOutput::isOfALog)
          ? JobException.damagedCheckpoint(
              increment.checkpoint(), Failure.describe(chain.get(chain.size() - 1)))
          : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether Spark was reading one of the logs of its streams. */
  private static boolean isOfALog(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .anyMatch(
            frame ->
                frame.getMethodName().equals("deserialize")
                    && frame.getClassName().startsWith(STREAMING));
  }

  private Trigger trigger() {
    return increment
        .every()
        .map(every -> Trigger.ProcessingTime(every.toMillis()))
        .orElseGet(Trigger::AvailableNow);
  }
}
