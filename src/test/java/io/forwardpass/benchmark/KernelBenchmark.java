package io.forwardpass.benchmark;

import ai.onnxruntime.OrtException;
import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.NativeThreads;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Sequential;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The forward pass against ONNX Runtime on one thread: the same rows and weights, in the same run,
 * outputs compared first.
 *
 * <pre>{@code
 * mvn -B -q test-compile exec:exec@kernel-benchmark
 * mvn -B -q test-compile exec:exec@kernel-benchmark -Dnetworks=cnn,lstm
 * }</pre>
 *
 * <p>{@link #forwardpass} starts from what Spark gives, a {@code float[]} for each column, copies
 * them in, and copies the probabilities out to such columns. {@link #onnxRuntime} starts from its
 * own buffers, already filled in its own layout, and ends in such: nobody pays for the
 * transposition that a table would need.
 *
 * <p>{@link #main} takes the two in turn, 4,096 rows each, in one JVM, once in one batch and once
 * in batches of 256, and beside them ONNX Runtime at the batch size that serves it best. It reports
 * medians of processor time, which a busy machine leaves alone; JMH's own runner works as well.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(KernelBenchmark.ROWS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"--add-modules=jdk.incubator.vector", "-Xmx2g"})
public class KernelBenchmark {
  static final int ROWS = 4096;

  private static final int[] ONNX_RUNTIME_ROWS = {1, 32, 256, ROWS};

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASUREMENT = Duration.ofSeconds(20);

  @Param({
    "8-6-6-4",
    "64-256-128-10",
    "784-512-512-10",
    "256-1024-1024-100",
    "cnn",
    "lstm",
    "conv1d"
  })
  String network;

  @Param({"4096", "256"})
  int batch;

  private float[][] features;
  private float[][] probabilities;
  private Network ours;
  private ForwardPass pass;

  /** With the same batches as ours. */
  private OnnxRuntime onnxRuntime;

  /** With the batches that suit it best. */
  private OnnxRuntime onnxRuntimeAtBest;

  @Setup
  public void setUp() throws Exception {
    Sequential model = Networks.classifier(network);
    features = Networks.columns(model.input().size(), ROWS);
    probabilities = new float[model.output().size()][ROWS];
    NativeThreads.set(1);
    ours = Network.of(model);
    pass = ours.forwardPass(batch);
    chooseOnnxRuntimes(model);
    compare();
  }

  private void chooseOnnxRuntimes(Sequential model) throws Exception {
    List<OnnxRuntime> candidates = new ArrayList<>();
    for (int rows : ONNX_RUNTIME_ROWS) {
      candidates.add(new OnnxRuntime(model, features, rows));
    }
    List<Callable<?>> runs = new ArrayList<>();
    candidates.forEach(candidate -> runs.add(candidate::run));
    double[] nanos = inTurn(runs, WARM_UP);
    int best = 0;
    for (int index = 0; index < nanos.length; index++) {
      best = nanos[index] < nanos[best] ? index : best;
      if (candidates.get(index).batchRows() == batch) {
        onnxRuntime = candidates.get(index);
      }
    }
    onnxRuntimeAtBest = candidates.get(best);
    for (OnnxRuntime candidate : candidates) {
      if (candidate != onnxRuntime && candidate != onnxRuntimeAtBest) {
        candidate.close();
      }
    }
  }

  private void compare() throws OrtException {
    forwardpass();
    onnxRuntime();
    for (int column = 0; column < probabilities.length; column++) {
      for (int row = 0; row < ROWS; row++) {
        float expected = onnxRuntime.result(row, column);
        float actual = probabilities[column][row];
        if (!(Math.abs(expected - actual) <= 1e-5)) {
          throw new IllegalStateException(
              "%s, row %d, class %d: %s by ONNX Runtime, %s by us"
                  .formatted(network, row, column, expected, actual));
        }
      }
    }
  }

  /** From columns to columns. */
  @Benchmark
  public float[][] forwardpass() {
    int capacity = pass.capacity();
    for (int from = 0; from < ROWS; from += batch) {
      for (int column = 0; column < features.length; column++) {
        System.arraycopy(features[column], from, pass.inputs(), column * capacity, batch);
      }
      pass.forward(batch);
      for (int column = 0; column < probabilities.length; column++) {
        System.arraycopy(pass.outputs(), column * capacity, probabilities[column], from, batch);
      }
    }
    return probabilities;
  }

  /** Without the copies, on the rows that are there. */
  @Benchmark
  public float[] forwardpassWithoutCopies() {
    for (int from = 0; from < ROWS; from += batch) {
      pass.forward(batch);
    }
    return pass.outputs();
  }

  /** From buffers to buffers. */
  @Benchmark
  public FloatBuffer onnxRuntime() throws OrtException {
    return onnxRuntime.run();
  }

  @TearDown
  public void tearDown() throws OrtException {
    pass.close();
    ours.close();
    onnxRuntime.close();
    if (onnxRuntimeAtBest != onnxRuntime) {
      onnxRuntimeAtBest.close();
    }
  }

  /** Measures the networks named in the argument, or all, and prints the medians. */
  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-18s %5s %12s %14s %14s %6s %15s %6s%n",
        "ns a row",
        "batch",
        "Forwardpass",
        "without copies",
        "ONNX Runtime",
        "ratio",
        "at its best of",
        "ratio");
    for (String name : arguments.length > 0 ? arguments[0].split(",", -1) : parameters("network")) {
      for (String batch : parameters("batch")) {
        KernelBenchmark benchmark = new KernelBenchmark();
        benchmark.network = name;
        benchmark.batch = Integer.parseInt(batch);
        benchmark.setUp();
        benchmark.measure();
        benchmark.tearDown();
      }
    }
  }

  private static String[] parameters(String field) throws NoSuchFieldException {
    return KernelBenchmark.class.getDeclaredField(field).getAnnotation(Param.class).value();
  }

  private void measure() throws Exception {
    List<Callable<?>> contestants =
        List.of(
            this::forwardpass,
            this::forwardpassWithoutCopies,
            onnxRuntime::run,
            onnxRuntimeAtBest::run);
    inTurn(contestants, WARM_UP);
    double[] nanos = inTurn(contestants, MEASUREMENT);
    System.out.printf(
        "%-18s %5d %12.1f %14.1f %14.1f %6.2f %8.1f (%4d) %6.2f%n",
        network,
        batch,
        nanos[0],
        nanos[1],
        nanos[2],
        nanos[0] / nanos[2],
        nanos[3],
        onnxRuntimeAtBest.batchRows(),
        nanos[0] / nanos[3]);
  }

  /**
   * One run each, in turn, over and over: whatever else the machine does hits all of them alike.
   *
   * @return each one's median, in nanoseconds of processor time a row
   */
  private static double[] inTurn(List<Callable<?>> contestants, Duration duration)
      throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<List<Long>> times = contestants.stream().<List<Long>>map(c -> new ArrayList<>()).toList();
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      for (int index = 0; index < contestants.size(); index++) {
        long start = threads.getCurrentThreadCpuTime();
        contestants.get(index).call();
        times.get(index).add(threads.getCurrentThreadCpuTime() - start);
      }
    }
    return times.stream()
        .mapToDouble(all -> (double) all.stream().sorted().toList().get(all.size() / 2) / ROWS)
        .toArray();
  }
}
