package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What rows and reports say of where predictions come from. */
final class ProvenanceTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;

  private String output() {
    return folder.resolve("scored").toString();
  }

  private CommandLineRun score(String... options) {
    return Penguins.score(output(), List.of("on-invalid=drop", "mode=overwrite"), options);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(Path.of(output(), Output.REPORT).toFile());
  }

  /** The plans of what a body writes. */
  private static String plans(Runnable body) throws Exception {
    List<String> plans = new CopyOnWriteArrayList<>();
    QueryExecutionListener listener =
        new QueryExecutionListener() {
          @Override
          public void onSuccess(String name, QueryExecution execution, long nanos) {
            plans.add(execution.executedPlan().toString());
          }

          @Override
          public void onFailure(String name, QueryExecution execution, Exception failure) {}
        };
    SPARK.session().listenerManager().register(listener);
    try {
      body.run();
      SPARK.session().sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.session().listenerManager().unregister(listener);
    }
    return String.join("\n", plans);
  }

  @Test
  void eachRowSaysWhereItsPredictionComesFrom() throws Exception {
    String plan =
        plans(
            () -> {
              CommandLineRun run = score("--provenance", "--run-id=nightly 7", "--keep=id");
              assertEquals(0, run.code(), run.err());
            });
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    assertFalse(plan.contains("ColumnarToRow"), plan);
    List<Row> rows = SPARK.session().read().parquet(output()).collectAsList();
    assertEquals(342, rows.size());
    assertArrayEquals(
        new String[] {
          "id",
          "probability_Adelie",
          "probability_Chinstrap",
          "probability_Gentoo",
          "prediction",
          "model_name",
          "model_sha256",
          "run_id",
          "scored_at"
        },
        rows.get(0).schema().fieldNames());
    assertEquals(DataTypes.TimestampType, rows.get(0).schema().apply("scored_at").dataType());
    byte[] model = Files.readAllBytes(Path.of(Penguins.MODEL));
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
    JsonNode report = report();
    Instant started = Instant.parse(report.at("/started").asText());
    for (Row row : rows) {
      assertEquals("penguins", row.getAs("model_name"));
      assertEquals(sha256, row.getAs("model_sha256"));
      assertEquals("nightly 7", row.getAs("run_id"));
      assertEquals(started, row.getTimestamp(row.fieldIndex("scored_at")).toInstant());
    }
    assertEquals("nightly 7", report.at("/run_id").asText());
    assertEquals("penguins", report.at("/model/name").asText());
    assertEquals(sha256, report.at("/model/sha256").asText());
  }

  @Test
  void everyRunHasANameOfItsOwn() throws IOException {
    assertEquals(0, score("--keep=id").code());
    String first = report().at("/run_id").asText();
    assertEquals(UUID.fromString(first).toString(), first);
    assertFalse(List.of(SPARK.session().read().parquet(output()).columns()).contains("run_id"));
    assertEquals(0, score("--keep=id").code());
    assertNotEquals(first, report().at("/run_id").asText());
  }

  @Test
  void aFailedRunHasItsNameToo() throws IOException {
    Path report = folder.resolve("report.json");
    CommandLineRun run = score("--on-invalid=fail", "--run-id=r1", "--report=" + report);
    assertEquals(65, run.code());
    assertEquals("r1", new ObjectMapper().readTree(report.toFile()).at("/run_id").asText());
  }

  @Test
  void aKeptColumnOfThatNameIsRefused() {
    String input = folder.resolve("in").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumn("Run_ID", functions.lit(1))
        .write()
        .parquet(input);
    CommandLineRun run = score("--input=" + input, "--provenance");
    assertEquals(
        "forwardpass: --provenance adds a column 'Run_ID', and the output has one of that name (Spark ignores case unless spark.sql.caseSensitive is true); leave that out with --keep, rename it, or choose other --labels or --prediction-col"
            + System.lineSeparator(),
        run.err());
    assertEquals(78, run.code());
    assertFalse(Files.exists(Path.of(output())));
    assertEquals(0, score("--input=" + input, "--provenance", "--keep=id").code());
  }

  @Test
  void aRunMayBeAFolder() {
    assertEquals(
        0, score("--provenance", "--run-id=r1", "--partition-by=run_id,model_name").code());
    assertTrue(Files.isDirectory(Path.of(output(), "run_id=r1", "model_name=penguins")));
  }
}
