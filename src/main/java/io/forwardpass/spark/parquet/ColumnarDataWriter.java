package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskOutputFileAlreadyExistException;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.execution.datasources.FileFormatDataWriter;
import org.apache.spark.sql.execution.datasources.PartitioningUtils;
import org.apache.spark.sql.execution.datasources.WriteJobDescription;
import org.apache.spark.sql.execution.datasources.WriteTaskStatsTracker;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes the batches of a task into files: one for each folder, and another where {@code
 * maxRecordsPerFile} asks for it. Files of several folders stay open while they hold no more than a
 * row group in memory together; a folder whose file had to be ended gets another one.
 */
final class ColumnarDataWriter extends FileFormatDataWriter {
  private static final int MOST_WAITING = 100;

  private final WriteJobDescription description;
  private final TaskAttemptContext context;
  private final FileCommitProtocol committer;
  private final FileSchema schema;
  private final WriterOptions options;
  private final Optional<PassThrough> passing;
  private final TableLayout layout;
  private final Optional<PartitionFolders> folders;
  private final List<WriteTaskStatsTracker> trackers;

  /** How many files there are, by folder; the task's own is named by the empty string. */
  private final Map<String, Integer> files = new HashMap<>();

  /** The files of other folders than the current one. */
  private final Map<UnsafeRow, ColumnarFile> waiting = new HashMap<>();

  private ColumnarFile file;
  private Optional<UnsafeRow> partition = Optional.empty();
  private SourceFile.Split split;
  private PassingInput input;

  /** A writer without a file yet. */
  ColumnarDataWriter(
      WriteJobDescription description,
      TaskAttemptContext context,
      FileCommitProtocol committer,
      WrittenColumns columns) {
    super(description, context, committer, Map$.MODULE$.empty());
    this.description = description;
    this.context = context;
    this.committer = committer;
    this.schema = FileSchema.of(context.getConfiguration());
    this.options = WriterOptions.of(context.getConfiguration(), columns.spread());
    this.passing = columns.passing();
    this.layout = new TableLayout(description, columns.sources());
    this.folders =
        description.partitionColumns().isEmpty()
            ? Optional.empty()
            : Optional.of(new PartitionFolders(description));
    this.trackers = new ArrayList<>(CollectionConverters.asJava(statsTrackers()));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> closeInput());
  }

  /** Opens the next file of the rows' folder. */
  private void open(FileSchema fileSchema) throws IOException {
    releaseCurrentWriter();
    Optional<String> folder = partition.map(values -> folders.orElseThrow().folder(values));
    int number = files.merge(folder.orElse(""), 1, Integer::sum) - 1;
    String suffix =
        String.format(
            Locale.ROOT,
            "c%03d%s",
            number,
            description.outputWriterFactory().getFileExtension(context));
    String path =
        folder.isEmpty()
            ? committer.newTaskTempFile(context, Option.empty(), new FileNameSpec("", "-" + suffix))
            : newFile(folder.get(), new FileNameSpec("", "." + suffix));
    file = new ColumnarFile(path, context.getConfiguration(), fileSchema, options);
    currentWriter_$eq(file);
    trackers.forEach(tracker -> tracker.newFile(path));
  }

  private String newFile(String folder, FileNameSpec name) {
    updatedPartitions().add(folder);
    Option<String> elsewhere =
        description.customPartitionLocations().get(PartitioningUtils.parsePathFragment(folder));
    return elsewhere.isDefined()
        ? committer.newTaskTempFileAbsPath(context, elsewhere.get(), name)
        : committer.newTaskTempFile(context, Option.apply(folder), name);
  }

  @Override
  public void write(InternalRow row) {
    throw new IllegalStateException("a row where batches are written");
  }

  /** Writes a batch of the table's columns; says where a failure happened, as Spark does. */
  void writeBatch(ColumnarBatch batch) throws Exception {
    try {
      folders.ifPresent(names -> enter(names.values(layout.partitions(batch))));
      if (passing.isPresent()) {
        write(batch, passing.get());
      } else {
        write(batch);
      }
    } catch (FileAlreadyExistsException e) {
      throw SQLConf.get().fastFailFileFormatOutput()
          ? new TaskOutputFileAlreadyExistException(e)
          : failed(e);
    } catch (Exception | Error e) {
      throw failed(e);
    }
  }

  private Exception failed(Throwable cause) {
    String place = file == null ? description.path() : file.path();
    return (Exception) QueryExecutionErrors.taskFailedWhileWritingRowsError(place, cause);
  }

  /** The rows that follow are of the partition with these values. */
  private void enter(UnsafeRow values) {
    if (partition.isPresent() && partition.get().equals(values)) {
      return;
    }
    if (file != null) {
      waiting.put(partition.orElseThrow(), file);
    }
    partition = Optional.of(values);
    file = waiting.remove(values);
    currentWriter_$eq(file);
    if (file == null) {
      trackers.forEach(tracker -> tracker.newPartition(values));
    }
    long bytes = waiting.values().stream().mapToLong(ColumnarFile::bufferedBytes).sum();
    if (bytes > options.blockSize() || waiting.size() > MOST_WAITING) {
      closeWaiting();
    }
  }

  private void closeWaiting() {
    for (ColumnarFile complete : waiting.values()) {
      complete.close();
      trackers.forEach(tracker -> tracker.closeFile(complete.path()));
    }
    waiting.clear();
  }

  @Override
  public void releaseResources() {
    super.releaseResources();
    closeWaiting();
  }

  private void write(ColumnarBatch batch) throws IOException {
    ColumnVector[] columns = layout.data(batch);
    long limit =
        description.maxRecordsPerFile() > 0 ? description.maxRecordsPerFile() : Long.MAX_VALUE;
    for (int row = 0; row < batch.numRows(); ) {
      if (file == null || file.rows() >= limit) {
        open(schema);
      }
      int rows = (int) Math.min(batch.numRows() - row, limit - file.rows());
      file.write(columns, row, rows);
      count(batch, row, rows);
      row += rows;
    }
  }

  private void write(ColumnarBatch batch, PassThrough passed) throws IOException {
    SourceFile.Split current = SourceFile.Split.current();
    if (input == null || !current.equals(split) || input.isExhausted()) {
      closeInput();
      split = current;
      input = open(current, passed);
    }
    if (file == null || !file.schema().equals(input.schema())) {
      open(input.schema());
    }
    input.write(layout.data(batch), batch.numRows(), file);
    count(batch, 0, batch.numRows());
  }

  private PassingInput open(SourceFile.Split part, PassThrough passed) throws IOException {
    Configuration conf = passed.conf().value();
    List<Integer> places = layout.places(passed.columns());
    Copying copying = new Copying(schema, options, passed, places);
    FileStatus file = part.file().getFileSystem(conf).getFileStatus(part.file());
    if (copying.isTooSmall(file)) {
      return new PassingInput.Decoded(part, file, passed, places, schema);
    }
    SourceFile source = SourceFile.open(part, file, conf);
    Optional<FileSchema> copied = Optional.empty();
    try {
      copied = copying.schema(source);
    } finally {
      if (copied.isEmpty()) {
        source.close();
      }
    }
    return copied.isPresent()
        ? new PassingInput.Copied(source, copied.get(), passed.columns(), options)
        : new PassingInput.Decoded(part, file, passed, places, schema);
  }

  private void count(ColumnarBatch batch, int from, int rows) {
    for (WriteTaskStatsTracker tracker : trackers) {
      for (int row = from; row < from + rows; row++) {
        tracker.newRow(file.path(), batch.getRow(row));
      }
    }
  }

  /** Ends the task's rows; if there were none, a file without rows has the schema. */
  void finish() throws IOException {
    closeInput();
    if (file == null && folders.isEmpty()) {
      open(schema);
    }
  }

  private void closeInput() {
    if (input != null) {
      try {
        input.close();
        input = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
