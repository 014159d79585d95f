package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

final class ExecutorsTest {
  private static final long MEBI = 1 << 20;

  private static Executors of(String master, String... settings) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      conf.set(parts[0], parts[1]);
    }
    return Executors.of(conf);
  }

  @Test
  void takesTheDriverForOneWhereThereAreNoOthers() {
    assertEquals(
        new Executors(true, 2, true, 1, OptionalInt.of(1), 2048 * MEBI, 384 * MEBI),
        of("local[2]", "spark.driver.memory=2g"));
    assertEquals(1, of("local").cores());
    assertEquals(4, of("local[4, 3]").cores());
    assertEquals(Runtime.getRuntime().availableProcessors(), of("local[*]").cores());
  }

  @Test
  void knowsSparksDefaults() {
    assertEquals(
        new Executors(false, 1, true, 1, OptionalInt.empty(), 1024 * MEBI, 384 * MEBI), of("yarn"));
    assertEquals(
        new Executors(false, 3, true, 1, OptionalInt.of(2), 1024 * MEBI, 384 * MEBI),
        of("local-cluster[2,3,4096]"));
  }

  @Test
  void takesWhatIsSet() {
    Executors executors =
        of(
            "k8s://https://cluster",
            "spark.executor.cores=8",
            "spark.task.cpus=3",
            "spark.executor.instances=5",
            "spark.executor.memory=10g");
    assertEquals(2, executors.slots());
    assertEquals(40, executors.parallelism());
    assertEquals(1024 * MEBI, executors.overhead());
    assertEquals(700 * MEBI, of("yarn", "spark.executor.memoryOverhead=700").overhead());
  }

  @Test
  void doesNotClaimToKnowTheWorkersOfAStandaloneCluster() {
    assertEquals(false, of("spark://host:7077").coresAreKnown());
    assertEquals(true, of("spark://host:7077", "spark.executor.cores=4").coresAreKnown());
    assertEquals(2, of("spark://host:7077", "spark.executor.cores=4", "spark.cores.max=2").cores());
  }

  @Test
  void countsExecutorsThatComeAndGoAsTheyStart() {
    String[] settings = {
      "spark.dynamicAllocation.enabled=true",
      "spark.dynamicAllocation.maxExecutors=20",
      "spark.dynamicAllocation.minExecutors=2",
      "spark.dynamicAllocation.initialExecutors=5"
    };
    assertEquals(OptionalInt.of(5), of("yarn", settings).count());
    settings[3] = "spark.executor.instances=7";
    assertEquals(OptionalInt.of(7), of("yarn", settings).count());
    // A job asks for the first of them with its first task.
    assertEquals(OptionalInt.of(0), of("yarn", settings[0], settings[1]).count());
    assertEquals(OptionalInt.empty(), of("yarn").count());
  }
}
