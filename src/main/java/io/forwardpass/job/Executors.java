package io.forwardpass.job;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * The executors that Spark's settings ask for.
 *
 * @param local whether the driver is the only one
 * @param cores of each; 1 where that is the cluster's affair
 * @param coresAreKnown whether the settings say so
 * @param taskCpus cores that a task takes
 * @param count as many as a job starts with; empty where the cluster decides
 * @param memory bytes of the heap of each
 * @param overhead bytes outside of it, where the cluster counts them
 */
record Executors(
    boolean local,
    int cores,
    boolean coresAreKnown,
    int taskCpus,
    OptionalInt count,
    long memory,
    long overhead) {

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\s*\\d+)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

  /** Spark's own defaults. */
  private static final String MEMORY = "1g";

  private static final double OVERHEAD_FACTOR = 0.1;
  private static final String LEAST_OVERHEAD = "384m";

  static Executors of(SparkConf conf) {
    String master = conf.get("spark.master", "local");
    Matcher local = LOCAL.matcher(master);
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    boolean isLocal = local.matches();
    Optional<Integer> cores = setting(conf, "spark.executor.cores");
    OptionalInt count = count(conf);
    if (isLocal) {
      cores = Optional.of(localCores(local.group(1)));
      count = OptionalInt.of(1);
    } else if (cluster.matches()) {
      cores = cores.or(() -> Optional.of(Integer.valueOf(cluster.group(2))));
      count = OptionalInt.of(Integer.parseInt(cluster.group(1)));
    } else if (!master.startsWith("spark:")) {
      cores = cores.or(() -> Optional.of(1));
    }
    // Standalone executors take all cores of their worker, but no more than the job may have.
    Optional<Integer> most = setting(conf, "spark.cores.max");
    int each = cores.orElse(1);
    boolean isKnown = cores.isPresent() || most.equals(Optional.of(1));
    String process = isLocal ? "spark.driver" : "spark.executor";
    long memory = bytes(conf.get(process + ".memory", MEMORY));
    return new Executors(
        isLocal,
        most.map(limit -> Math.min(limit, each)).orElse(each),
        isKnown,
        conf.getInt("spark.task.cpus", 1),
        count,
        memory,
        overhead(conf, process, memory));
  }

  private static Optional<Integer> setting(SparkConf conf, String key) {
    return conf.contains(key) ? Optional.of(conf.getInt(key, 1)) : Optional.empty();
  }

  private static OptionalInt count(SparkConf conf) {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      // What a job starts with; more come with its tasks.
      return Stream.of(
              "spark.dynamicAllocation.minExecutors",
              "spark.dynamicAllocation.initialExecutors",
              "spark.executor.instances")
          .mapToInt(key -> conf.getInt(key, 0))
          .max();
    }
    return setting(conf, "spark.executor.instances")
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static int localCores(String number) {
    if (number == null) {
      return 1;
    }
    return number.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(number);
  }

  private static long overhead(SparkConf conf, String process, long memory) {
    String key = process + ".memoryOverhead";
    if (conf.contains(key)) {
      return JavaUtils.byteStringAsMb(conf.get(key)) << 20;
    }
    double factor = conf.getDouble(process + ".memoryOverheadFactor", OVERHEAD_FACTOR);
    long least = bytes(conf.get(process + ".minMemoryOverhead", LEAST_OVERHEAD));
    return Math.max(Math.round(factor * memory), least);
  }

  /** Spark takes mebibytes where a memory has no unit. */
  private static long bytes(String memory) {
    return JavaUtils.byteStringAsMb(memory) << 20;
  }

  /** Tasks that run side by side in one. */
  int slots() {
    return Math.max(1, cores / taskCpus);
  }

  /** The cores of all, for Spark to deal files out by; Spark itself takes at least two. */
  int parallelism() {
    return local ? cores : Math.max(2, count.orElse(1) * cores);
  }

  /** What they are called in Spark's settings. */
  String process() {
    return local ? "spark.driver" : "spark.executor";
  }
}
