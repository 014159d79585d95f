package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.layers.Conv2D;
import io.forwardpass.nn.layers.Dense;
import io.forwardpass.nn.layers.Flatten;
import io.forwardpass.nn.layers.LSTM;
import io.forwardpass.nn.layers.MaxPooling2D;
import io.forwardpass.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Executors as {@code explain} asks for them: the job ends well, and their processes stay within
 * the memory that was named. The heap is touched from the start, so that the rest is all overhead.
 */
final class ExplainedMemoryIT {
  static final String MASTER = "local-cluster[1,2,16384]";

  /** An estimate that is far too large would hold, and be of no use. */
  private static final int AT_MOST_TIMES = 2;

  @TempDir Path folder;

  private static Sequential model(String name) {
    return switch (name) {
      case "small" ->
          Sequential.seeded(1, Dense.of(6).inputShape(8).activation("relu"), Dense.of(4));
      case "wide" ->
          Sequential.seeded(
              1,
              Dense.of(6144).inputShape(2048).activation("relu"),
              Dense.of(6144).activation("relu"),
              Dense.of(100).activation("softmax"));
      case "conv" ->
          Sequential.seeded(
              1,
              Conv2D.of(32, 3, 3).inputShape(28, 28, 1).activation("relu"),
              MaxPooling2D.of(2, 2),
              Conv2D.of(64, 3, 3).activation("relu"),
              Flatten.of(),
              Dense.of(128).activation("relu"),
              Dense.of(10).activation("softmax"));
      case "lstm" ->
          Sequential.seeded(1, LSTM.of(128).inputShape(64, 16), Dense.of(10).activation("softmax"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  static long setting(String key, String explained) {
    Matcher matcher = Pattern.compile(Pattern.quote(key) + "=(\\d+)m").matcher(explained);
    assertTrue(matcher.find(), explained);
    return Long.parseLong(matcher.group(1));
  }

  static String explain(List<String> options) {
    System.setProperty("spark.master", MASTER);
    try {
      CommandLineRun run = CommandLineRun.of(options.toArray(String[]::new));
      assertEquals(0, run.code(), run.err());
      return run.out();
    } finally {
      System.clearProperty("spark.master");
    }
  }

  static List<String> options(String command, Path model, Path input, Path output) {
    return List.of(
        command,
        "--model",
        model.toString(),
        "--input",
        input.toString(),
        "--features",
        "x",
        "--output",
        output.toString());
  }

  /** The most that a process has had in memory, in MiB; 0 where it has ended. */
  static long peak(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }

  /**
   * Runs a job on one executor with the heaps that were asked for, the executor's touched from the
   * start, and gives the most memory that this had, in MiB.
   */
  static long peakOfExecutor(String explained, List<String> job) throws Exception {
    long heap = setting("spark.executor.memory", explained);
    List<String> spark =
        List.of(
            "--master",
            MASTER,
            "--conf",
            "spark.driver.memory=%dm".formatted(setting("spark.driver.memory", explained)),
            "--conf",
            "spark.executor.memory=%dm".formatted(heap),
            "--conf",
            "spark.executor.extraJavaOptions=-XX:+AlwaysPreTouch -Xms%dm".formatted(heap));
    long peak = 0;
    try (Submission submission = Submission.start(spark, job)) {
      while (submission.running()) {
        for (ProcessHandle executor : submission.descendants("CoarseGrainedExecutorBackend")) {
          peak = Math.max(peak, peak(executor));
        }
        Thread.sleep(100);
      }
      assertEquals(0, submission.exitCode(), submission.output());
    }
    return peak;
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "wide", "conv", "lstm"})
  void isEnoughAndNotFarTooMuch(String name) throws Exception {
    Sequential network = model(name);
    Path model = folder.resolve("model.keras");
    Path input = folder.resolve("table");
    Path output = folder.resolve("scored");
    KerasFile.write(network, model);
    int numbers = network.input().size();
    int rows = name.equals("small") ? 100_000 : 2_000;
    LocalSpark.session()
        .range(0, rows, 1, 2)
        .selectExpr(
            "id",
            "transform(sequence(1, %d), i -> cast((hash(id, i) %% 1000) / 1000.0 as float)) x"
                .formatted(numbers))
        .write()
        .parquet(input.toString());
    String explained = explain(options("explain", model, input, output));
    long heap = setting("spark.executor.memory", explained);
    long overhead = setting("spark.executor.memoryOverhead", explained);
    long peak = peakOfExecutor(explained, options("score", model, input, output));
    assertEquals(rows, LocalSpark.session().read().parquet(output.toString()).count());
    System.out.printf(
        "%s: %d MiB of %d MiB heap and %d MiB overhead%n", name, peak, heap, overhead);
    assertTrue(peak > heap, "the heap is touched from the start: " + peak);
    assertTrue(peak <= heap + overhead, peak + " MiB\n" + explained);
    assertTrue(heap + overhead <= AT_MOST_TIMES * peak, peak + " MiB\n" + explained);
  }
}
