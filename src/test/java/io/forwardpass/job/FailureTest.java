package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.IncompatibleTableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureTest {
  @Test
  void anInvalidRowIsFoundInTheTextOfARemoteFailure() {
    String remote =
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 4) (executor 1): io.forwardpass.spark.batch.InvalidRowException: feature 'a' holds a null; set on-invalid\n\tat io.forwardpass.X\nDriver stacktrace:";
    assertFailure(
        ExitCode.DATA,
        "feature 'a' holds a null; set on-invalid",
        new SparkException(remote, new SparkException("[TASK_WRITE_FAILED] Task failed", null)));
  }

  @Test
  void aGoldenRowThatFailsOnAnExecutorIsFoundInTheTextToo() {
    assertFailure(
        ExitCode.CONFIG,
        "golden row 1 of m.keras gives other outputs on executor 2",
        new SparkException(
            "Job aborted due to stage failure: Lost task 0.3 in stage 1.0 (TID 4) (executor 2): io.forwardpass.spark.batch.GoldenRowException: golden row 1 of m.keras gives other outputs on executor 2\n\tat io.forwardpass.X\nDriver stacktrace:",
            null));
  }

  @Test
  void passwordsOfUrisAreHidden() {
    assertFailure(
        ExitCode.CONFIG,
        "the model at s3a://(hidden)@bucket/m.keras cannot be read",
        new JobException(
            ExitCode.CONFIG, "the model at s3a://key:secret@bucket/m.keras cannot be read"));
  }

  @Test
  void aDatabaseWithoutItsDriverIsTheUsersMatter() {
    assertFailure(
        ExitCode.CONFIG,
        "the database cannot be used: No suitable driver; give its driver with spark-submit --packages or --jars, and check url, user and password",
        new RuntimeException(new SQLException("No suitable driver")));
  }

  @Test
  void aLostClusterIsTemporary() {
    assertFailure(
        ExitCode.TEMPORARY,
        "the cluster or a service failed: namenode refused; run the same command again",
        new RuntimeException("failed", new ConnectException("namenode refused")));
    assertEquals(
        ExitCode.TEMPORARY,
        Failure.of(new SparkException("Job 3 cancelled because SparkContext was shut down", null))
            .code());
    assertTrue(ExitCode.TEMPORARY.retryable());
  }

  @Test
  void filesAreTheUsers() {
    assertFailure(
        ExitCode.CANNOT_WRITE,
        "reading or writing failed: No space left on device; the output was not completed",
        new SparkException("Task failed", new IOException("No space left on device")));
    assertFailure(
        ExitCode.NO_INPUT,
        "a file is missing: /x/part-0; was the input changed while it was read?",
        new SparkException("Task failed", new FileNotFoundException("/x/part-0")));
    assertFailure(
        ExitCode.TEMPORARY,
        "another run was writing to the output at the same time, or deleted it: File file:/out/_temporary/0 does not exist; run the same command again",
        new SparkException(
            "Job aborted",
            new FileNotFoundException("File file:/out/_temporary/0 does not exist")));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    String start = "[FAILED_READ_FILE.%s] Encountered error while reading file file:///in/a%%20b. ";
    assertFailure(
        ExitCode.DATA,
        "the input file file:/in/a b is damaged, or not of the input's format: no magic; mend it or move it away, or leave it out with --on-corrupt-file skip (but not with --incremental)",
        new SparkException(
            "Job aborted",
            new SparkException(
                start.formatted("NO_HINT") + "SQLSTATE: KD001", new IOException("no magic"))));
    assertFailure(
        ExitCode.DATA,
        "the input file file:/in/a b is damaged, or not of the input's format: no magic; mend it or move it away, or leave it out with --on-corrupt-file skip (but not with --incremental)",
        new SparkException(
            "Job aborted due to stage failure: Lost task 0.3 (executor 1): org.apache.spark.SparkException: "
                + start.formatted("NO_HINT")
                + "SQLSTATE: KD001\n\tat x.Y\nCaused by: x.Y: first\n\tat x.Y\nCaused by: x.Z: no magic\n\tat x.Y",
            null));
    assertFailure(
        ExitCode.DATA,
        "the input column 'x' is int in the table, but DOUBLE in the file file:/in/a b; write that file again with the table's type, or move it away",
        new SparkException(
            start.formatted("PARQUET_COLUMN_DATA_TYPE_MISMATCH")
                + "Data type mismatches when reading Parquet column [x]. Expected Spark type int, actual Parquet type DOUBLE. SQLSTATE: KD001",
            null));
    assertFailure(
        ExitCode.NO_INPUT,
        "the input file file:/in/a b was there when the input was listed, and is not any more; run the same command again when the input is at rest",
        new SparkException(
            start.formatted("FILE_NOT_EXIST") + "File does not exist. SQLSTATE: KD001", null));
    assertFailure(
        ExitCode.DATA,
        "the input cannot be decoded: [MALFORMED_RECORD] x",
        new SparkException("Job aborted", new SparkException("[MALFORMED_RECORD] x", null)));
  }

  @Test
  void aRowThatAnExpressionFailsOnIsFoundInTheTextOfARemoteFailure() {
    assertFailure(
        ExitCode.DATA,
        "[DIVIDE_BY_ZERO] Division by zero. Use `try_divide`.",
        new SparkException(
            "Job aborted due to stage failure: Lost task 0.3 (executor 1): org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide`. SQLSTATE: 22012\n== SQL ==\n",
            null));
  }

  @Test
  void sparksOwnWordsReachTheUserOnOneLine() {
    assertFailure(
        ExitCode.CONFIG,
        "[CODEC_NOT_AVAILABLE] The codec is not available. Available: a, b.",
        new SparkException(
            "[CODEC_NOT_AVAILABLE] The codec\nis not available.\n Available: a, b. SQLSTATE: 56038; line 1",
            null,
            scala.Option.apply("CODEC_NOT_AVAILABLE"),
            scala.collection.immutable.Map$.MODULE$.<String, String>empty(),
            new QueryContext[0]));
    String message = Failure.of(new IllegalStateException("x".repeat(2000))).message();
    assertTrue(message.endsWith("x".repeat(600) + "..."), message);
    assertFalse(message.contains("x".repeat(601)), message);
  }

  @Test
  void aFaultInATaskStaysOursThoughSparkWrapsIt() {
    Throwable wrapped = new SparkException("[TASK_WRITE_FAILED] x", new IllegalStateException());
    assertEquals(ExitCode.INTERNAL, Failure.of(wrapped).code());
    assertEquals(ExitCode.INTERNAL, Failure.of(new IllegalArgumentException("ours")).code());
    assertEquals(
        ExitCode.INTERNAL, Failure.of(SparkException.internalError("a plan is broken")).code());
  }

  @Test
  void aPlaceThatCannotBeReachedSaysWhatItIsFor() {
    Exception unknown = new IllegalArgumentException(new UnknownHostException("namenode"));
    JobException report = JobException.inaccessible("report", "hdfs://namenode/r", unknown);
    assertEquals(ExitCode.TEMPORARY, report.code());
    assertEquals(
        "the report at hdfs://namenode/r cannot be written: IllegalArgumentException java.net.UnknownHostException: namenode; run the same command again, or check the address",
        report.getMessage());
    JobException output =
        JobException.inaccessible("output", "s3a://b/o", new AccessDeniedException("b"));
    assertEquals(ExitCode.CANNOT_WRITE, output.code());
    assertEquals(
        "the output at s3a://b/o cannot be written: access denied: b", output.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a://b/m | --packages org.apache.hadoop:hadoop-aws:%s",
        "abfss://c@a/m | --packages org.apache.hadoop:hadoop-azure:%s",
        "gs://b/m | the jar of the GCS connector (com.google.cloud.bigdataoss:gcs-connector) with --jars",
        "ftp3://b/m | the jar of that file system with --jars",
      })
  void aMissingFileSystemSaysWhereToGetIt(String uri, String remedy) {
    Exception missing = new RuntimeException(new ClassNotFoundException("Class X not found"));
    assertEquals(
        "the model at %s cannot be read: Class X not found; give spark-submit %s"
            .formatted(uri, remedy.formatted(VersionInfo.getVersion())),
        JobException.inaccessible("model", uri, missing).getMessage());
  }

  @Test
  void tooLittleMemoryIsConfiguration() {
    assertFailure(
        ExitCode.CONFIG,
        "memory ran out: OutOfMemoryError Java heap space; give the JVM more with --driver-memory, or the executors with --executor-memory",
        new SparkException("Job aborted", new OutOfMemoryError("Java heap space")));
    assertFailure(
        ExitCode.USAGE,
        "an option, the job file or the filter is nested too deeply; write it flatter",
        new StackOverflowError());
  }

  @Test
  void misfitsAreConfiguration() {
    assertFailure(ExitCode.CONFIG, "no column", new IncompatibleTableException("no column"));
  }

  @Test
  void anythingElseIsABugAndKeepsItsTrace() {
    StringWriter err = new StringWriter();
    IllegalStateException bug = new IllegalStateException("half\nwhole");
    int code = Failure.of(bug).print(new PrintWriter(err), bug, false);
    assertEquals(70, code);
    List<String> lines = err.toString().lines().toList();
    assertEquals(
        "forwardpass: this is a bug in Forwardpass, please report it with the trace above: IllegalStateException half whole",
        lines.get(lines.size() - 1));
    assertTrue(err.toString().contains("\tat io.forwardpass.job.FailureTest"), err.toString());
  }

  @Test
  void aUsersMistakeShowsItsTraceOnRequestOnly() {
    IncompatibleTableException mistake = new IncompatibleTableException("no column");
    StringWriter quiet = new StringWriter();
    Failure.of(mistake).print(new PrintWriter(quiet), mistake, false);
    assertEquals("forwardpass: no column" + System.lineSeparator(), quiet.toString());
    StringWriter verbose = new StringWriter();
    Failure.of(mistake).print(new PrintWriter(verbose), mistake, true);
    assertTrue(verbose.toString().contains("\tat "), verbose.toString());
  }

  private static void assertFailure(ExitCode code, String message, Throwable thrown) {
    assertEquals(new Failure(code, message), Failure.of(thrown));
  }
}
