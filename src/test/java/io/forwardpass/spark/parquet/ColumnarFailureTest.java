package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Seq;

/** What a write that fails leaves behind: nothing that a reader would see. */
final class ColumnarFailureTest {
  private static final Map<String, String> SMALL =
      Map.of("parquet.block.size", "8000", "parquet.page.row.count.limit", "50");

  private static final String COMMITTER = "spark.sql.sources.commitProtocolClass";

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  private Path output;

  @BeforeEach
  void place() {
    output = folder.resolve("output");
  }

  /** Two files; the feature of row {@code invalid} is missing. */
  private Dataset<Row> table(long invalid) {
    String input = folder.resolve("input " + invalid).toString();
    spark
        .range(0, 20_000, 1, 2)
        .selectExpr(
            "id",
            "if(id = %d, null, cast(sin(id) as float)) feature".formatted(invalid),
            "id * 3 x")
        .write()
        .options(SMALL)
        .parquet(input);
    return spark.read().parquet(input);
  }

  private String failure(Dataset<Row> table) throws Exception {
    Dataset<Row> scored = Writes.scored(table);
    return Failures.said(
        assertThrows(
            Exception.class, () -> scored.write().options(SMALL).parquet(output.toString())));
  }

  private static List<String> parquetFiles(Path below) throws IOException {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(below)) {
      return paths.map(Path::toString).filter(name -> name.endsWith(".parquet")).toList();
    }
  }

  private void assertNothingVisible() throws IOException {
    assertEquals(List.of(), parquetFiles(output));
    assertFalse(Files.exists(output.resolve("_SUCCESS")));
  }

  /** Behind several row groups and within a page. */
  @Test
  void aRowThatCannotBeScoredLeavesNothing() throws Exception {
    String failure = failure(table(19_777));
    assertTrue(failure.contains("feature 'feature' holds a null"), failure);
    assertNothingVisible();
  }

  /** The job would remove its files only at its end. */
  @Test
  void aTaskThatFailsIsAborted() throws Exception {
    Dataset<Row> table = table(19_777);
    Aborted.TASKS.clear();
    Writes.under(
        Map.of(COMMITTER, Aborted.class.getName()),
        () -> {
          failure(table);
          return null;
        });
    assertFalse(Aborted.TASKS.isEmpty());
  }

  @Test
  void aTaskThatCannotCommitLeavesNothing() throws Exception {
    Dataset<Row> table = table(-1);
    Writes.under(
        Map.of(COMMITTER, TaskCommitFails.class.getName()),
        () -> {
          String failure = failure(table);
          assertTrue(failure.contains("no commit of a task"), failure);
          return null;
        });
    assertNothingVisible();
  }

  @Test
  void aJobThatCannotCommitLeavesNothing() throws Exception {
    Dataset<Row> table = table(-1);
    Writes.under(
        Map.of(COMMITTER, JobCommitFails.class.getName()),
        () -> {
          String failure = failure(table);
          assertTrue(failure.contains("no commit of a job"), failure);
          return null;
        });
    assertNothingVisible();
  }

  /** The committer of the session is the one that is asked for files. */
  @Test
  void takesTheSessionsCommitter() throws Exception {
    Dataset<Row> scored = Writes.scored(table(-1));
    Writes.under(
        Map.of(COMMITTER, Named.class.getName()),
        () -> {
          scored.write().parquet(output.toString());
          return null;
        });
    List<String> files = parquetFiles(output);
    assertEquals(2, files.size());
    assertTrue(files.stream().allMatch(name -> name.contains("named-part-")), files::toString);
  }

  @Test
  void aFailedOverwriteOfOtherRowsIsNoSuccess() throws Exception {
    Dataset<Row> scored = Writes.scored(table(-1));
    scored.write().parquet(output.toString());
    Dataset<Row> invalid = Writes.scored(table(19_777));
    assertThrows(
        Exception.class, () -> invalid.write().mode(SaveMode.Overwrite).parquet(output.toString()));
    assertNothingVisible();
    scored.write().mode(SaveMode.Overwrite).parquet(output.toString());
    assertEquals(20_000, spark.read().parquet(output.toString()).count());
    scored.write().mode(SaveMode.Append).parquet(output.toString());
    assertEquals(40_000, spark.read().parquet(output.toString()).count());
    scored.write().mode(SaveMode.Ignore).parquet(output.toString());
    assertEquals(40_000, spark.read().parquet(output.toString()).count());
    String refused =
        Failures.said(
            assertThrows(Exception.class, () -> scored.write().parquet(output.toString())));
    assertTrue(refused.contains("PATH_ALREADY_EXISTS"), refused);
  }

  @Test
  void aFailedAppendLeavesWhatWasThere() throws Exception {
    Writes.scored(table(-1)).write().parquet(output.toString());
    List<String> before = parquetFiles(output);
    Dataset<Row> invalid = Writes.scored(table(19_777));
    assertThrows(
        Exception.class, () -> invalid.write().mode(SaveMode.Append).parquet(output.toString()));
    assertEquals(before, parquetFiles(output));
    assertEquals(20_000, spark.read().parquet(output.toString()).count());
  }

  @Test
  void refusesToOverwriteItsInput() throws Exception {
    spark.sql("drop table if exists overwritten");
    table(-1)
        .selectExpr("id", "feature", "cast(x as float) x")
        .write()
        .format("parquet")
        .saveAsTable("overwritten");
    try {
      Dataset<Row> scored =
          Writes.scored(spark.table("overwritten")).select("id", "feature", "probability_low");
      for (String columnar : new String[] {"true", "false"}) {
        String refused =
            Failures.said(
                assertThrows(
                    Exception.class,
                    () ->
                        Writes.under(
                            Map.of(Writes.COLUMNAR, columnar),
                            () -> {
                              scored.write().mode(SaveMode.Overwrite).insertInto("overwritten");
                              return null;
                            })));
        assertTrue(refused.contains("UNSUPPORTED_OVERWRITE"), refused);
      }
      assertEquals(20_000, spark.table("overwritten").filter("x = 3 * id").count());
    } finally {
      spark.sql("drop table overwritten");
    }
  }

  /** A file system that fails behind the first row group of a task's first attempt. */
  @Test
  void aFullDiskLeavesNothing() throws Exception {
    Dataset<Row> scored = Writes.scored(table(-1));
    Writes.under(
        Map.of("fs.breaking.impl", BreakingFileSystem.class.getName()),
        () -> {
          String failure =
              Failures.said(
                  assertThrows(
                      Exception.class,
                      () -> scored.write().options(SMALL).parquet("breaking:" + output)));
          assertTrue(failure.contains("no space is left"), failure);
          return null;
        });
    assertNothingVisible();
  }

  /** The second attempts of all tasks give all rows, once. */
  @Test
  void aSecondAttemptWritesWhatTheFirstCouldNot() throws Exception {
    Process run = RetriedWrite.start(folder);
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, run.waitFor(), said);
    assertTrue(said.contains("2 attempts failed, 20000 rows are right"), said);
  }

  /**
   * A committer for {@code spark.sql.sources.commitProtocolClass}: Spark makes it by reflection.
   */
  public static final class TaskCommitFails extends SQLHadoopMapReduceCommitProtocol {
    private static final long serialVersionUID = 1L;

    public TaskCommitFails(String jobId, String path, boolean dynamicPartitionOverwrite) {
      super(jobId, path, dynamicPartitionOverwrite);
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext context) {
      throw new IllegalStateException("no commit of a task");
    }
  }

  /** As {@link TaskCommitFails}, when all tasks have committed. */
  public static final class JobCommitFails extends SQLHadoopMapReduceCommitProtocol {
    private static final long serialVersionUID = 1L;

    public JobCommitFails(String jobId, String path, boolean dynamicPartitionOverwrite) {
      super(jobId, path, dynamicPartitionOverwrite);
    }

    @Override
    public void commitJob(JobContext context, Seq<FileCommitProtocol.TaskCommitMessage> messages) {
      throw new IllegalStateException("no commit of a job");
    }
  }

  /** Gives files names of its own. */
  public static final class Named extends SQLHadoopMapReduceCommitProtocol {
    private static final long serialVersionUID = 1L;

    public Named(String jobId, String path, boolean dynamicPartitionOverwrite) {
      super(jobId, path, dynamicPartitionOverwrite);
    }

    @Override
    public String getFilename(
        TaskAttemptContext context, org.apache.spark.internal.io.FileNameSpec spec) {
      return "named-" + super.getFilename(context, spec);
    }
  }

  /** Remembers which tasks it has aborted. */
  public static final class Aborted extends SQLHadoopMapReduceCommitProtocol {
    private static final long serialVersionUID = 1L;

    static final Set<Integer> TASKS = ConcurrentHashMap.newKeySet();

    public Aborted(String jobId, String path, boolean dynamicPartitionOverwrite) {
      super(jobId, path, dynamicPartitionOverwrite);
    }

    @Override
    public void abortTask(TaskAttemptContext context) {
      TASKS.add(context.getTaskAttemptID().getTaskID().getId());
      super.abortTask(context);
    }
  }
}
