package io.forwardpass.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code jobs/spark-submit} in processes of its own, as a user starts it: the jar that
 * the build made, Spark's jars that Maven resolved, nothing else.
 */
final class Submission implements AutoCloseable {
  static final Path JAR = Path.of(System.getProperty("forwardpass.jar"));
  static final Path SPARK_HOME = Path.of(System.getProperty("forwardpass.spark.home"));

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Process process;
  private final Path log;

  private Submission(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code spark-submit <spark> forwardpass.jar <job>}. */
  static Submission start(List<String> spark, List<String> job) throws IOException {
    List<String> command = new ArrayList<>(List.of("jobs/spark-submit"));
    command.addAll(spark);
    command.add("--conf");
    command.add("spark.ui.enabled=false");
    command.add(JAR.toString());
    command.addAll(job);
    return start(command);
  }

  /** Starts any command without a Spark in its environment; its output goes to a file. */
  static Submission start(List<String> command) throws IOException {
    Path log = Files.createTempFile("forwardpass", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new Submission(builder.start(), log);
  }

  /** Waits for the end and gives the exit code. */
  int exitCode() throws InterruptedException, IOException {
    return exitCode(LIMIT);
  }

  /** The same with another limit. */
  int exitCode(Duration limit) throws InterruptedException, IOException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new IllegalStateException("no end after " + limit + ":\n" + output());
    }
    return process.exitValue();
  }

  boolean running() {
    return process.isAlive();
  }

  /** What it has printed so far, errors included. */
  String output() throws IOException {
    return Files.readString(log);
  }

  /** The processes that it started, and theirs, whose command line holds {@code text}. */
  List<ProcessHandle> descendants(String text) {
    return process
        .descendants()
        .filter(handle -> handle.info().commandLine().orElse("").contains(text))
        .toList();
  }

  /** Ends it and all that it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
