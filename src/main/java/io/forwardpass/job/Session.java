package io.forwardpass.job;

import io.forwardpass.registry.ModelUri;
import io.forwardpass.spark.MetricsPlugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Spark as this job wants it; what the user set himself stays. */
final class Session {
  /** Threads of the native code: one a task slot, or the slots fight for the cores. */
  private static final Set<String> NATIVE_THREADS =
      Set.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  /** Levels of Spark's log. */
  static final String LOUD = "INFO";

  static final String QUIET = "WARN";

  private static final String PLUGINS = "spark.plugins";

  private Session() {}

  /** Hadoop as Spark will see it, before there is a Spark. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    String prefix = "spark.hadoop.";
    for (Tuple2<String, String> entry : new SparkConf().getAllWithPrefix(prefix)) {
      hadoop.set(entry._1(), entry._2());
    }
    return hadoop;
  }

  static SparkSession open(ScoreOptions options) {
    SparkConf conf = new SparkConf();
    if (options.jsonLog()) {
      // For executors in JVMs of their own; this one's log is made so already.
      conf.set("spark.log.structuredLogging.enabled", "true");
    }
    return open(conf, "score", options.model(), level(options));
  }

  /** The level of the log, unless the user chose one. */
  static String level(ScoreOptions options) {
    return options.verbose() ? LOUD : QUIET;
  }

  /**
   * A session that plans as the cluster's would, and has no executors: where there is a cluster,
   * its place is taken by this JVM. Not in cluster mode, whose drivers must report to the cluster.
   */
  static SparkSession planning(ScoreOptions options) {
    SparkConf conf = new SparkConf();
    Executors executors = Executors.of(conf);
    if (!executors.local() && conf.get("spark.submit.deployMode", "client").equals("client")) {
      conf.setIfMissing("spark.default.parallelism", "" + executors.parallelism());
      conf.set("spark.master", "local[1]");
    }
    return open(conf, "explain", options.model(), options.verbose() ? LOUD : QUIET);
  }

  /** The executors that were asked for; of a session that was there already, its own. */
  static Executors executors(SparkSession spark) {
    SparkConf asked = new SparkConf();
    return Executors.of(asked.contains("spark.master") ? asked : spark.sparkContext().getConf());
  }

  /**
   * @param log {@link #LOUD} or {@link #QUIET}
   */
  static SparkSession open(String command, String uri, String log) {
    return open(new SparkConf(), command, uri, log);
  }

  private static SparkSession open(SparkConf conf, String command, String uri, String log) {
    String model = ModelUri.isOne(uri) ? uri : uri.substring(uri.lastIndexOf('/') + 1);
    if (!conf.contains("spark.app.name")
        || Arrays.asList("forwardpass.jar", Main.class.getName())
            .contains(conf.get("spark.app.name"))) {
      conf.set("spark.app.name", "forwardpass %s %s".formatted(command, model));
    }
    for (String variable : NATIVE_THREADS) {
      conf.setIfMissing("spark.executorEnv." + variable, conf.get("spark.task.cpus", "1"));
    }
    conf.setIfMissing("spark.log.level", log);
    // Where its listener is there: an output is known by its name, not by where it is written
    // first.
    conf.setIfMissing("spark.openlineage.dataset.removePath.pattern", Swap.UNFINISHED);
    if (conf.get("spark.master", "").matches("local(\\[.*)?")) {
      // A driver that runs tasks itself registers their metrics before it has the application's id.
      conf.setIfMissing("spark.metrics.namespace", "forwardpass");
    }
    List<String> plugins = new ArrayList<>(CommaList.split(conf.get(PLUGINS, "")));
    plugins.removeIf(String::isEmpty);
    plugins.add(MetricsPlugin.class.getName());
    conf.set(PLUGINS, plugins.stream().distinct().collect(Collectors.joining(",")));
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    if (log.equals(QUIET)) {
      QuietLog.install();
    }
    return spark;
  }
}
