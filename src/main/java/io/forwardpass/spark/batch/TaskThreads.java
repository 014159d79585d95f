package io.forwardpass.spark.batch;

import io.forwardpass.nn.NativeThreads;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many native threads a matrix product may use: {@code spark.task.cpus}, so that the tasks of
 * an executor do not fight for its cores, unless the user has set {@code OMP_NUM_THREADS} or {@code
 * OPENBLAS_NUM_THREADS} in the executor's environment.
 */
final class TaskThreads {
  private static final Logger LOG = LoggerFactory.getLogger(TaskThreads.class);

  private TaskThreads() {}

  /**
   * Sets the number for this JVM, and says so in the log where the native library takes another.
   *
   * @return what the native library then says that it will use
   */
  static int apply() {
    int wanted = wanted();
    NativeThreads.set(wanted);
    int current = NativeThreads.current();
    if (current != wanted) {
      LOG.warn("The native library uses {} threads although it was told {}", current, wanted);
    }
    return current;
  }

  private static int wanted() {
    for (String variable : new String[] {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}) {
      String value = System.getenv(variable);
      if (value != null && value.matches("[1-9][0-9]{0,3}")) {
        return Integer.parseInt(value);
      }
    }
    return SparkEnv.get().conf().getInt("spark.task.cpus", 1);
  }
}
