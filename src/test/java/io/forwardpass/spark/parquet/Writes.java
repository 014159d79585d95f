package io.forwardpass.spark.parquet;

import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/** Writes scored tables by either writer, and tells the plans by which they were written. */
final class Writes {
  static final String COLUMNAR = "spark.forwardpass.columnarWrite";

  private Writes() {}

  /** The one that runs, which is not the tests' in a JVM of its own. */
  private static SparkSession session() {
    scala.Option<SparkSession> running = SparkSession.getDefaultSession();
    return running.isDefined() ? running.get() : LocalSpark.session();
  }

  /** A model of one feature and three classes, over the column {@code feature}. */
  static Scorer scorer() {
    try {
      return load(Files.createTempFile("classes", ".keras"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scorer load(Path file) throws IOException {
    Sequential model =
        new Sequential(
            "classes",
            Shape.of(1),
            List.of(
                new Dense(
                    "dense",
                    NamedActivation.SOFTMAX,
                    true,
                    Tensor.of(Shape.of(1, 3), -1.5f, 0.25f, 2),
                    Tensor.of(Shape.of(3), 0.5f, 1, -0.5f))));
    KerasFile.write(model, file);
    Scorer scorer = Scorer.load(session(), file.toString());
    Files.delete(file);
    return scorer.features("feature").labels("low", "middle", "high");
  }

  static Dataset<Row> scored(Dataset<Row> table) {
    return scorer().score(table);
  }

  /** What a body gives under other values of the session's configuration. */
  static <T> T under(Map<String, String> settings, Callable<T> body) throws Exception {
    RuntimeConfig conf = session().conf();
    Map<String, scala.Option<String>> before = new HashMap<>();
    settings.keySet().forEach(key -> before.put(key, conf.getOption(key)));
    try {
      settings.forEach(conf::set);
      return body.call();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value.isDefined()) {
              conf.set(key, value.get());
            } else {
              conf.unset(key);
            }
          });
    }
  }

  /** What a body gives where Spark's own writer writes. */
  static <T> T bySpark(Callable<T> body) throws Exception {
    return under(Map.of(COLUMNAR, "false"), body);
  }

  /** The plans of the commands that a body runs. */
  static List<String> plans(Callable<?> body) throws Exception {
    List<String> plans = new CopyOnWriteArrayList<>();
    QueryExecutionListener listener =
        new QueryExecutionListener() {
          @Override
          public void onSuccess(String name, QueryExecution execution, long nanos) {
            plans.add(execution.executedPlan().toString());
          }

          @Override
          public void onFailure(String name, QueryExecution execution, Exception failure) {
            plans.add(execution.executedPlan().toString());
          }
        };
    SparkSession spark = session();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.listenerManager().register(listener);
    try {
      body.call();
    } finally {
      spark.sparkContext().listenerBus().waitUntilEmpty();
      spark.listenerManager().unregister(listener);
    }
    return plans;
  }

  /**
   * Writes a table's scores twice below {@code folder}, into {@code ours} and {@code sparks}.
   *
   * @return the plan of ours
   */
  static String both(Dataset<Row> table, Path folder, Map<String, String> options)
      throws Exception {
    bySpark(
        () -> {
          write(table, folder.resolve("sparks"), options);
          return null;
        });
    return write(table, folder.resolve("ours"), options);
  }

  /**
   * Writes a table's scores.
   *
   * @return the plan
   */
  static String write(Dataset<Row> table, Path to, Map<String, String> options) throws Exception {
    Dataset<Row> scored = scored(table);
    return String.join(
        "\n",
        plans(
            () -> {
              scored.write().options(options).parquet(to.toString());
              return null;
            }));
  }
}
