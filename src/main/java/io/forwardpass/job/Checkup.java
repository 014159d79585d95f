package io.forwardpass.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The vitals of the driver and of every executor.
 *
 * @param registered how many executors there are
 * @param executors those that answered, by Spark's names
 * @param from the driver's clock before they were asked
 * @param to and after
 */
record Checkup(Vitals driver, int registered, List<Vitals> executors, long from, long to) {
  /** How long a task keeps its slot, so that the next one goes to another. */
  private static final long HOLD_MILLIS = 1000;

  private static final int ROUNDS = 5;

  /** How long executors that were asked for may take to come. */
  private static final long PATIENCE_MILLIS = 60_000;

  private static final long PAUSE_MILLIS = 100;

  Checkup {
    executors = List.copyOf(executors);
  }

  /**
   * Asks them.
   *
   * @param folders where each writes a marker
   */
  static Checkup of(
      JavaSparkContext spark, Executors asked, List<String> folders, Configuration hadoop) {
    int registered = asked.local() ? 1 : await(spark, asked.count().orElse(1));
    Vitals driver = Vitals.here(folders, hadoop);
    long from = System.currentTimeMillis();
    Map<String, Vitals> answers = new TreeMap<>();
    SerializableConfiguration conf = new SerializableConfiguration(hadoop);
    Function<Integer, Vitals> ask =
        task -> {
          Vitals vitals = Vitals.here(folders, conf.value());
          TimeUnit.MILLISECONDS.sleep(HOLD_MILLIS);
          return vitals;
        };
    int slots = registered * asked.slots();
    List<Integer> tasks = new ArrayList<>();
    for (int task = 0; task < slots; task++) {
      tasks.add(task);
    }
    for (int round = 0; round < ROUNDS && answers.size() < registered; round++) {
      for (Vitals vitals : spark.parallelize(tasks, slots).map(ask).collect()) {
        answers.put(vitals.executor(), vitals);
      }
    }
    return new Checkup(
        driver, registered, List.copyOf(answers.values()), from, System.currentTimeMillis());
  }

  /** Waits for so many executors, and gives how many there are then. */
  private static int await(JavaSparkContext spark, int wanted) {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (registered(spark) < wanted && System.currentTimeMillis() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return Math.max(1, registered(spark));
  }

  /** Spark counts the driver among them. */
  private static int registered(JavaSparkContext spark) {
    return spark.sc().statusTracker().getExecutorInfos().length - 1;
  }
}
