package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.Scorer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Which writer a plan holds, and what the log says where it is Spark's. */
final class ColumnarPlanTest {
  private static final String LOGGER = "io.forwardpass.spark.catalyst.ColumnarWrite";

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();
  private Dataset<Row> scored;

  @BeforeEach
  void score() throws Exception {
    String input = folder.resolve("input").toString();
    spark
        .range(0, 100, 1, 2)
        .selectExpr("id", "cast(sin(id) as float) feature", "id % 2 part")
        .write()
        .parquet(input);
    scored = Writes.scored(spark.read().parquet(input));
  }

  private Path output() {
    return folder.resolve("output");
  }

  private static String plan(Callable<?> write) throws Exception {
    return String.join("\n", Writes.plans(write));
  }

  private Callable<Void> plainWrite() {
    return () -> {
      scored.write().mode("overwrite").parquet(output().toString());
      return null;
    };
  }

  /** A logger for events of one class, in place of those that the session is configured with. */
  private static List<String> logged(Callable<?> body) throws Exception {
    List<String> messages = new CopyOnWriteArrayList<>();
    AbstractAppender appender =
        new AbstractAppender("lines", null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            messages.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    LoggerConfig config = new LoggerConfig(LOGGER, Level.INFO, false);
    config.addAppender(appender, Level.INFO, null);
    context.getConfiguration().addLogger(LOGGER, config);
    context.updateLoggers();
    try {
      body.call();
    } finally {
      context.getConfiguration().removeLogger(LOGGER);
      context.updateLoggers();
    }
    return messages;
  }

  @Test
  void aPlainWriteTakesColumnsAllTheWay() throws Exception {
    String plan = plan(plainWrite());
    assertTrue(
        plan.matches(
            "(?s)Execute InsertInto.*ColumnarWriteFiles copies id, feature, part"
                + "\\s+\\+- ForwardPass .*\\+- FileScan parquet \\[feature#\\d+\\] Batched: true.*"),
        plan);
    assertFalse(plan.contains("ColumnarToRow"), plan);
    assertFalse(plan.contains(" WriteFiles"), plan);
  }

  @Test
  void theSwitchLeavesWritingToSpark() throws Exception {
    String plan = Writes.bySpark(() -> plan(plainWrite()));
    assertFalse(plan.contains("ColumnarWriteFiles"), plan);
    assertTrue(plan.contains("WriteFiles"), plan);
    assertTrue(plan.contains("ColumnarToRow"), plan);
  }

  @Test
  void writesWithoutScoringAreSparks() throws Exception {
    String plan =
        plan(
            () -> {
              spark
                  .read()
                  .parquet(folder.resolve("input").toString())
                  .write()
                  .parquet(output().toString());
              return null;
            });
    assertFalse(plan.contains("ColumnarWriteFiles"), plan);
  }

  /** In a session of its own, because a session is told a reason only once. */
  private void assertLeftToSpark(String reason, Callable<?> write) throws Exception {
    List<String> plans = new CopyOnWriteArrayList<>();
    List<String> lines =
        logged(
            () -> {
              plans.addAll(Writes.plans(write));
              plans.addAll(Writes.plans(write));
              return null;
            });
    assertTrue(plans.stream().anyMatch(plan -> plan.contains("WriteFiles")), plans::toString);
    assertFalse(
        plans.stream().anyMatch(plan -> plan.contains("ColumnarWriteFiles")), plans::toString);
    assertEquals(List.of("Spark's writer writes the scored rows: " + reason + "."), lines);
  }

  @Test
  void otherFormatsAreSparks() throws Exception {
    assertLeftToSpark(
        "the format is ORC",
        () -> {
          scored.write().mode("overwrite").orc(output().toString());
          return null;
        });
  }

  @Test
  void partitionedOutputIsSparks() throws Exception {
    assertLeftToSpark(
        "a batch may lie in several folders",
        () -> {
          scored.write().mode("overwrite").partitionBy("part").parquet(output().toString());
          return null;
        });
    assertEquals(100, spark.read().parquet(output().toString()).count());
  }

  @Test
  void bucketedOutputIsSparks() throws Exception {
    try {
      assertLeftToSpark(
          "the output is bucketed",
          () -> {
            scored.write().mode("overwrite").bucketBy(2, "id").saveAsTable("in_buckets");
            return null;
          });
      assertEquals(100, spark.table("in_buckets").count());
    } finally {
      spark.sql("drop table if exists in_buckets");
    }
  }

  @Test
  void encryptedOutputIsSparks() throws Exception {
    assertLeftToSpark(
        "the files are to be encrypted",
        () -> {
          scored
              .write()
              .mode("overwrite")
              .option(
                  "parquet.crypto.factory.class",
                  "org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory")
              .parquet(output().toString());
          return null;
        });
  }

  /** How variants are stored Spark infers from the rows that it writes. */
  @Test
  void variantsAreSparks() throws Exception {
    String input = folder.resolve("variants").toString();
    spark
        .range(0, 100, 1, 2)
        .selectExpr(
            "id", "cast(sin(id) as float) feature", "parse_json(concat('{\"a\": ', id, '}')) v")
        .write()
        .parquet(input);
    Dataset<Row> variants = Writes.scored(spark.read().parquet(input));
    String plan =
        plan(
            () -> {
              variants.write().parquet(output().toString());
              return null;
            });
    assertFalse(plan.contains("ColumnarWriteFiles"), plan);
    assertEquals(
        100,
        spark
            .read()
            .parquet(output().toString())
            .filter("variant_get(v, '$.a', 'long') = id")
            .count());
  }

  /** Spark's writer says what is wrong with them. */
  @Test
  void impossibleOptionsAreSparks() throws Exception {
    assertLeftToSpark(
        "it is to say what is wrong with its options: "
            + "No enum constant org.apache.parquet.column.ParquetProperties.WriterVersion.v7",
        () -> {
          try {
            scored
                .write()
                .mode("overwrite")
                .option("parquet.writer.version", "v7")
                .parquet(output().toString());
          } catch (Exception expected) {
            assertTrue(Failures.said(expected).contains("v7"), Failures.said(expected));
          }
          return null;
        });
  }

  @Test
  void sqlAndSavedTablesAreColumnar() throws Exception {
    scored.createOrReplaceTempView("scored");
    try {
      String plan =
          plan(
              () -> {
                spark.sql("create table by_sql using parquet as select * from scored");
                return null;
              });
      assertTrue(plan.contains("ColumnarWriteFiles"), plan);
      assertEquals(100, spark.table("by_sql").count());
      String insert = plan(() -> spark.sql("insert into by_sql select * from scored"));
      assertTrue(insert.contains("ColumnarWriteFiles"), insert);
      assertEquals(200, spark.table("by_sql").count());
      String save =
          plan(
              () -> {
                scored.write().format("parquet").saveAsTable("by_save");
                return null;
              });
      assertTrue(save.contains("ColumnarWriteFiles"), save);
    } finally {
      spark.sql("drop table if exists by_sql");
      spark.sql("drop table if exists by_save");
      spark.catalog().dropTempView("scored");
    }
  }

  /** A label's column is read, and yet copied as it is stored. */
  @Test
  void labelsAreReadAndCopied() throws Exception {
    String input = folder.resolve("labelled").toString();
    scored
        .selectExpr("id", "feature", "if(id % 3 = 0, 'low', 'high') label")
        .write()
        .parquet(input);
    Scorer scorer = Writes.scorer().labelCol("label");
    Dataset<Row> table = spark.read().parquet(input);
    String plan =
        plan(
            () -> {
              scorer.score(table).write().parquet(output().toString());
              return null;
            });
    assertTrue(plan.contains("ColumnarWriteFiles copies id, feature, label"), plan);
    assertFalse(plan.contains("ColumnarToRow"), plan);
    assertEquals(34, scorer.evaluation().orElseThrow().classes().get(0).support());
    assertEquals(66, scorer.evaluation().orElseThrow().classes().get(2).support());
    assertEquals(34, spark.read().parquet(output().toString()).filter("label = 'low'").count());
  }

  /** What Spark's page shows of a write: files, bytes and rows. */
  @Test
  void countsWhatItWrites() throws Exception {
    Map<String, Long> ours = metrics(plainWrite());
    Map<String, Long> sparks = Writes.bySpark(() -> metrics(plainWrite()));
    assertEquals(100L, ours.get("numOutputRows"));
    assertEquals(sparks.get("numFiles"), ours.get("numFiles"));
    assertTrue(ours.get("numOutputBytes") > 1000, ours::toString);
  }

  private Map<String, Long> metrics(Callable<?> write) throws Exception {
    Map<String, Long> values = new ConcurrentHashMap<>();
    QueryExecutionListener listener =
        new QueryExecutionListener() {
          @Override
          public void onSuccess(String name, QueryExecution execution, long nanos) {
            CollectionConverters.asJava(execution.executedPlan().metrics())
                .forEach((metric, value) -> values.put(metric, (Long) value.value()));
          }

          @Override
          public void onFailure(String name, QueryExecution execution, Exception failure) {}
        };
    spark.listenerManager().register(listener);
    try {
      write.call();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.listenerManager().unregister(listener);
    }
    return values;
  }
}
