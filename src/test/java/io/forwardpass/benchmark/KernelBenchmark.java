package io.forwardpass.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.NativeThreads;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Sequential;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * <pre>{@code mvn -B -q test-compile exec:exec@kernel-benchmark}</pre>
 *
 * <p>{@link #forwardpass} starts from what Spark gives, a {@code float[]} for each column, copies
 * them in, and copies the probabilities out to such columns. {@link #onnxRuntime} starts from its
 * own row-major buffer, already filled, and ends in one: nobody pays for the transposition that a
 * table would need.
 *
 * <p>{@link #main} takes the two in turn, batch by batch, in one JVM, and reports medians of
 * processor time, which a busy machine leaves alone; JMH's own runner works as well.
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

  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration MEASUREMENT = Duration.ofSeconds(30);

  @Param({"8-6-6-4", "64-256-128-10", "784-512-512-10", "256-1024-1024-100"})
  String network;

  private float[][] features;
  private float[][] probabilities;
  private Network ours;
  private ForwardPass pass;
  private OrtEnvironment environment;
  private OrtSession session;
  private Map<String, OnnxTensor> onnxInputs;
  private Map<String, OnnxTensor> onnxOutputs;
  private FloatBuffer onnxProbabilities;

  @Setup
  public void setUp() throws OrtException {
    Sequential model = Networks.classifier(network);
    features = Networks.columns(model.input().size(), ROWS);
    probabilities = new float[model.output().size()][ROWS];
    NativeThreads.set(1);
    ours = Network.of(model);
    pass = ours.forwardPass(Math.min(ROWS, ours.preferredRows()));
    setUpOnnxRuntime(model);
    compare();
  }

  private void setUpOnnxRuntime(Sequential model) throws OrtException {
    environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    session = environment.createSession(OnnxFile.of(model, ROWS), options);
    FloatBuffer rows = direct(ROWS * features.length);
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < features.length; column++) {
        rows.put(row * features.length + column, features[column][row]);
      }
    }
    onnxProbabilities = direct(ROWS * probabilities.length);
    onnxInputs = Map.of("x", tensor(rows, features.length));
    onnxOutputs = Map.of("y", tensor(onnxProbabilities, probabilities.length));
  }

  private OnnxTensor tensor(FloatBuffer values, int columns) throws OrtException {
    return OnnxTensor.createTensor(environment, values, new long[] {ROWS, columns});
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private void compare() throws OrtException {
    forwardpass();
    onnxRuntime();
    for (int column = 0; column < probabilities.length; column++) {
      for (int row = 0; row < ROWS; row++) {
        float expected = onnxProbabilities.get(row * probabilities.length + column);
        float actual = probabilities[column][row];
        if (!(Math.abs(expected - actual) <= 1e-5)) {
          throw new IllegalStateException(
              "row %d, class %d: %s by ONNX Runtime, %s by us"
                  .formatted(row, column, expected, actual));
        }
      }
    }
  }

  /** From columns to columns. */
  @Benchmark
  public float[][] forwardpass() {
    int capacity = pass.capacity();
    for (int from = 0; from < ROWS; from += capacity) {
      int rows = Math.min(capacity, ROWS - from);
      for (int column = 0; column < features.length; column++) {
        System.arraycopy(features[column], from, pass.inputs(), column * capacity, rows);
      }
      pass.forward(rows);
      for (int column = 0; column < probabilities.length; column++) {
        System.arraycopy(pass.outputs(), column * capacity, probabilities[column], from, rows);
      }
    }
    return probabilities;
  }

  /** Without the copies, on the rows that are there. */
  @Benchmark
  public float[] forwardpassWithoutCopies() {
    for (int from = 0; from < ROWS; from += pass.capacity()) {
      pass.forward(Math.min(pass.capacity(), ROWS - from));
    }
    return pass.outputs();
  }

  /** From a row-major buffer to a row-major buffer. */
  @Benchmark
  public FloatBuffer onnxRuntime() throws OrtException {
    session.run(onnxInputs, onnxOutputs).close();
    return onnxProbabilities;
  }

  @TearDown
  public void tearDown() throws OrtException {
    pass.close();
    ours.close();
    session.close();
  }

  /** Measures all networks and prints the medians. */
  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-20s %14s %14s %14s %8s%n",
        "ns a row", "Forwardpass", "without copies", "ONNX Runtime", "ratio");
    for (String widths :
        KernelBenchmark.class.getDeclaredField("network").getAnnotation(Param.class).value()) {
      KernelBenchmark benchmark = new KernelBenchmark();
      benchmark.network = widths;
      benchmark.setUp();
      benchmark.measure();
      benchmark.tearDown();
    }
  }

  private void measure() throws Exception {
    List<Callable<?>> contestants =
        List.of(this::forwardpass, this::forwardpassWithoutCopies, this::onnxRuntime);
    inTurn(contestants, WARM_UP);
    double[] nanos = inTurn(contestants, MEASUREMENT);
    System.out.printf(
        "%-20s %14.1f %14.1f %14.1f %8.2f%n",
        network, nanos[0], nanos[1], nanos[2], nanos[0] / nanos[2]);
  }

  /**
   * One batch each, in turn, over and over: whatever else the machine does hits all of them alike.
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
