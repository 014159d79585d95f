package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskOutputFileAlreadyExistException;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.execution.datasources.FileFormatDataWriter;
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
 * Writes the batches of a task into one folder, a file after the other where {@code
 * maxRecordsPerFile} asks for it: what {@code SingleDirectoryDataWriter} does with rows.
 */
final class ColumnarDataWriter extends FileFormatDataWriter {
  private final WriteJobDescription description;
  private final TaskAttemptContext context;
  private final FileCommitProtocol committer;
  private final FileSchema schema;
  private final WriterOptions options;
  private final Optional<PassThrough> passing;
  private final List<WriteTaskStatsTracker> trackers;
  private ColumnarFile file;
  private int files;
  private long rowsInFile;
  private SourceFile.Split split;
  private PassingInput input;

  /**
   * A writer without a file yet.
   *
   * @param spread the columns whose values hardly repeat
   * @param passing the columns that no batch has, if there are such
   */
  ColumnarDataWriter(
      WriteJobDescription description,
      TaskAttemptContext context,
      FileCommitProtocol committer,
      Set<String> spread,
      Optional<PassThrough> passing) {
    super(description, context, committer, Map$.MODULE$.empty());
    this.description = description;
    this.context = context;
    this.committer = committer;
    this.schema = FileSchema.of(context.getConfiguration());
    this.options = WriterOptions.of(context.getConfiguration(), spread);
    this.passing = passing;
    this.trackers = new ArrayList<>(CollectionConverters.asJava(statsTrackers()));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> closeInput());
  }

  private void open(FileSchema fileSchema) throws IOException {
    releaseCurrentWriter();
    String suffix =
        "-c%03d%s".formatted(files, description.outputWriterFactory().getFileExtension(context));
    String path = committer.newTaskTempFile(context, Option.empty(), new FileNameSpec("", suffix));
    file = new ColumnarFile(path, context.getConfiguration(), fileSchema, options);
    currentWriter_$eq(file);
    trackers.forEach(tracker -> tracker.newFile(path));
    files++;
    rowsInFile = 0;
  }

  @Override
  public void write(InternalRow row) {
    throw new IllegalStateException("a row where batches are written");
  }

  /** Writes a batch of the table's columns; says where a failure happened, as Spark does. */
  void writeBatch(ColumnarBatch batch) throws Exception {
    try {
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

  private void write(ColumnarBatch batch) throws IOException {
    ColumnVector[] columns = columns(batch, List.of());
    long limit =
        description.maxRecordsPerFile() > 0 ? description.maxRecordsPerFile() : Long.MAX_VALUE;
    for (int row = 0; row < batch.numRows(); ) {
      if (file == null || rowsInFile >= limit) {
        open(schema);
      }
      int rows = (int) Math.min(batch.numRows() - row, limit - rowsInFile);
      file.write(columns, row, rows);
      count(batch, row, rows);
      rowsInFile += rows;
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
    input.write(columns(batch, passed.positions()), batch.numRows(), file);
    count(batch, 0, batch.numRows());
  }

  private PassingInput open(SourceFile.Split part, PassThrough passed) throws IOException {
    Configuration conf = passed.conf().value();
    SourceFile source = SourceFile.open(part, conf);
    Optional<FileSchema> copied = new Copying(schema, options, passed).schema(source);
    if (copied.isPresent()) {
      return new PassingInput.Copied(source, copied.get(), passed.columns());
    }
    source.close();
    return new PassingInput.Decoded(part, passed, schema, conf);
  }

  /** The batch's columns, with places left for others at {@code left}. */
  private ColumnVector[] columns(ColumnarBatch batch, List<Integer> left) {
    ColumnVector[] columns = new ColumnVector[schema.size()];
    int next = 0;
    for (int column = 0; column < columns.length; column++) {
      if (!left.contains(column)) {
        columns[column] = batch.column(next++);
      }
    }
    return columns;
  }

  private void count(ColumnarBatch batch, int from, int rows) {
    for (WriteTaskStatsTracker tracker : trackers) {
      for (int row = from; row < from + rows; row++) {
        tracker.newRow(file.path(), batch.getRow(row));
      }
    }
  }

  /** Ends the task's rows; one file stands even if there were none, for it has the schema. */
  void finish() throws IOException {
    closeInput();
    if (file == null) {
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
