package io.forwardpass.spark.parquet;

import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.execution.datasources.EmptyDirectoryDataWriter;
import org.apache.spark.sql.execution.datasources.FileFormatDataWriter;
import org.apache.spark.sql.execution.datasources.WriteJobDescription;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map$;

/**
 * A task of a write job: {@code FileFormatWriter.executeTask} for batches. The files become visible
 * by Spark's own commit protocol, as those of any other write.
 */
public final class ColumnarWriteTask
    implements FlatMapFunction<Iterator<ColumnarBatch>, WriterCommitMessage> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ColumnarWriteTask.class);

  private final WriteJobDescription description;
  private final FileCommitProtocol committer;
  private final String jobTrackerId;
  private final WrittenColumns columns;

  /** The tasks of one job. */
  public ColumnarWriteTask(
      WriteJobDescription description, FileCommitProtocol committer, WrittenColumns columns) {
    this.description = description;
    this.committer = committer;
    this.jobTrackerId = SparkHadoopWriterUtils.createJobTrackerID(Date.from(Instant.now()));
    this.columns = columns;
  }

  @Override
  public Iterator<WriterCommitMessage> call(Iterator<ColumnarBatch> batches) throws Exception {
    TaskContext task = TaskContext.get();
    TaskAttemptContext context = context(task);
    committer.setupTask(context);
    FileFormatDataWriter writer = null;
    try {
      if (task.partitionId() != 0 && !batches.hasNext()) {
        writer =
            new EmptyDirectoryDataWriter(description, context, committer, Map$.MODULE$.empty());
      } else {
        ColumnarDataWriter files = new ColumnarDataWriter(description, context, committer, columns);
        writer = files;
        while (batches.hasNext()) {
          ColumnarBatch batch = batches.next();
          files.writeBatch(batch);
          batch.closeIfFreeable();
        }
        files.finish();
      }
      return List.<WriterCommitMessage>of(writer.commit()).iterator();
    } catch (Throwable failure) {
      abort(writer, context, failure);
      throw failure;
    }
  }

  private void abort(FileFormatDataWriter writer, TaskAttemptContext context, Throwable failure) {
    LOG.error("Task attempt {} aborted.", context.getTaskAttemptID());
    try {
      if (writer == null) {
        committer.abortTask(context);
      } else {
        writer.abort();
      }
    } catch (Exception | Error e) {
      failure.addSuppressed(e);
    }
  }

  private TaskAttemptContext context(TaskContext task) {
    JobID job = SparkHadoopWriterUtils.createJobID(jobTrackerId, task.stageId());
    TaskAttemptID attempt =
        new TaskAttemptID(
            new TaskID(job, TaskType.MAP, task.partitionId()),
            (int) task.taskAttemptId() & Integer.MAX_VALUE);
    Configuration conf = description.serializableHadoopConf().value();
    conf.set("mapreduce.job.id", job.toString());
    conf.set("mapreduce.task.id", attempt.getTaskID().toString());
    conf.set("mapreduce.task.attempt.id", attempt.toString());
    conf.setBoolean("mapreduce.task.ismap", true);
    conf.setInt("mapreduce.task.partition", 0);
    return new TaskAttemptContextImpl(conf, attempt);
  }
}
