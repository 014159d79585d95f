package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forwardpass.spark.Overflowing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs over 70 rows, of ten of which the model makes NaN. */
final class NotFiniteRunTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path model;
  private Path table;
  private Path output;

  @BeforeEach
  void writeModelAndTable() throws IOException {
    model = Overflowing.classes(folder);
    table = folder.resolve("table");
    output = folder.resolve("scored");
    Overflowing.table(SPARK.session(), 70).coalesce(1).write().parquet(table.toString());
  }

  /** Later options win. */
  private CommandLineRun run(String command, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(command, "--set=model=" + model, "--set=input=" + table, "--set=features=a,b"));
    all.addAll(Arrays.asList(options));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private CommandLineRun score(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--set=output=" + output,
                "--set=labels=no,yes",
                "--set=mode=overwrite",
                "--set=report=" + report()));
    all.addAll(Arrays.asList(options));
    return run("score", all.toArray(String[]::new));
  }

  private Path report() {
    return folder.resolve("r.json");
  }

  private JsonNode reported() throws IOException {
    return new ObjectMapper().readTree(report().toFile());
  }

  private static Dataset<Row> read(Path path) {
    return SPARK.session().read().parquet(path.toString());
  }

  @Test
  void theyAreNullAndReported() throws IOException {
    CommandLineRun run = score("--on-invalid=null", "--label-column=truth");
    assertEquals(0, run.code(), run.err());
    assertEquals(
        "[[10]]",
        read(output)
            .filter("prediction is null and probability_no is null and probability_yes is null")
            .selectExpr("count_if(id % 7 = 3)")
            .collectAsList()
            .toString());
    assertEquals(
        60, read(output).filter("prediction = 'no' and not isnan(probability_no)").count());
    JsonNode rows = reported().at("/rows");
    assertEquals(60, rows.at("/scored").asInt());
    assertEquals(10, rows.at("/invalid").asInt());
    assertEquals("{}", rows.at("/invalid_by_column").toString());
    assertEquals(10, rows.at("/output_not_finite").asInt());
    assertEquals("{\"no\":60,\"yes\":0}", reported().at("/classes").toString());
    JsonNode evaluation = reported().at("/evaluation");
    assertEquals(60, evaluation.at("/rows").asInt());
    assertEquals(10, evaluation.at("/output_not_finite").asInt());
    assertEquals(0.5, evaluation.at("/accuracy").asDouble());
    double yes = 1 - Overflowing.NO;
    assertEquals(
        -(Math.log(Overflowing.NO) + Math.log(yes)) / 2,
        evaluation.at("/log_loss").asDouble(),
        1e-6);
    for (String line :
        List.of(
            "Rows: 70 in, 60 scored, 10 invalid, 70 written",
            "  invalid: output not finite in 10 rows",
            "  predicted: no in 60 rows",
            "Evaluation: 60 rows labelled in truth, accuracy 0.5000, log-loss 0.8133",
            "  left out: output not finite in 10 rows")) {
      assertTrue(run.out().lines().toList().contains(line), run.out());
    }
    String page = Jsoup.parse(folder.resolve("r.html").toFile(), "UTF-8").text();
    assertTrue(page.contains("output not finite 10 14.3 %"), page);
    assertTrue(
        page.contains(
            "60 rows with a label in truth. 10 rows left out, whose outputs are not finite."),
        page);
  }

  @Test
  void theRunFailsAndNamesTheFile() throws IOException {
    CommandLineRun run = score();
    assertEquals(ExitCode.DATA.code(), run.code(), run.err());
    assertTrue(
        run.err()
            .matches(
                "forwardpass: file:\\S+/table/part-\\S+\\.parquet: output 'no' of the model is NaN for a"
                    + " row whose features are all finite numbers; they, or the model's weights, are"
                    + " too large for floats; to go on without such rows set on-invalid to null"
                    + " \\(kept, without a prediction\\), drop or quarantine\\R"),
        run.err());
    assertFalse(Files.exists(output));
    assertEquals("failed", reported().at("/status").asText());
  }

  @Test
  void theyGoToTheQuarantine() throws IOException {
    Path quarantine = folder.resolve("quarantine");
    for (int attempt = 0; attempt < 2; attempt++) {
      CommandLineRun run =
          score("--on-invalid=quarantine", "--quarantine=" + quarantine, "--run-id=night");
      assertEquals(0, run.code(), run.err());
      assertEquals("", run.err());
      assertEquals(60, read(output).count());
      assertEquals(
          read(table)
              .filter("id % 7 = 3")
              .selectExpr("*", "'output not finite'", "null", "'night'")
              .orderBy("id")
              .collectAsList()
              .toString(),
          read(quarantine).orderBy("id").collectAsList().toString());
      assertEquals(10, reported().at("/rows/quarantined").asInt());
    }
    assertEquals(0, score("--on-invalid=drop", "--quarantine=" + quarantine).code());
    assertEquals(60, read(output).count());
    assertEquals(0, read(quarantine).count());
  }

  @Test
  void gatesCountThem() throws IOException {
    assertEquals(0, score("--on-invalid=null", "--max-not-finite-ratio=0.2").code());
    assertEquals(
        "[{\"name\":\"max-not-finite-ratio\",\"limit\":0.2,\"value\":%s,\"passed\":true,\"where\":\"\"}]"
            .formatted(10.0 / 70),
        reported().get("gates").toString());
    for (String gate : List.of("max-not-finite-ratio", "max-invalid-ratio")) {
      CommandLineRun run = score("--on-invalid=drop", "--%s=0.1".formatted(gate));
      assertEquals(
          "forwardpass: the gate %s of 0.1000 failed, with 0.1429; the output was left as it was"
                  .formatted(gate)
              + System.lineSeparator(),
          run.err());
      assertEquals(ExitCode.GATE.code(), run.code());
    }
    assertEquals(70, read(output).count(), "as the first run left it");
    Path missing = folder.resolve("missing");
    read(table).selectExpr("if(id % 7 = 3, null, a) a", "b").write().parquet(missing.toString());
    assertEquals(
        0,
        score("--on-invalid=drop", "--input=" + missing, "--max-not-finite-ratio=0").code(),
        "nulls are another gate's");
    assertEquals(64, score("--on-invalid=drop", "--max-not-finite-ratio=2").code());
  }

  @Test
  void whatArrivesIsScored() throws IOException {
    CommandLineRun run =
        score(
            "--on-invalid=null",
            "--mode=append",
            "--incremental",
            "--checkpoint=" + folder.resolve("checkpoint"));
    assertEquals(0, run.code(), run.err());
    assertEquals(10, read(output).filter("prediction is null").count());
    assertEquals(10, reported().at("/rows/output_not_finite").asInt());
  }

  @Test
  void theProfileSaysHowMany() throws IOException {
    Path profile = folder.resolve("profile.json");
    CommandLineRun run = run("profile", "--labels=no,yes", "--output=" + profile);
    assertEquals(0, run.code(), run.err());
    assertEquals(
        "forwardpass: 10 rows have outputs of the model that are not finite; the profile holds"
            + " their features, but no prediction of them"
            + System.lineSeparator(),
        run.err());
    JsonNode written = new ObjectMapper().readTree(profile.toFile());
    assertTrue(written.toString().contains("\"no\":60"), written.toString());
  }

  /** Ten rows that the model computes, though the fourth and the eleventh are none. */
  @Test
  void goldenRowsAreFinite() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "package",
            model.toString(),
            "--features=a,b",
            "--labels=no,yes",
            "--input=" + table,
            "--golden-rows=10");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("2 labels, 10 golden rows"), run.out());
    String sidecar = Files.readString(Path.of(model + ".forwardpass.conf"));
    assertFalse(sidecar.contains("3.0E38") || sidecar.contains("NaN"), sidecar);
    assertEquals(0, score("--on-invalid=null").code());

    Path large = folder.resolve("large");
    read(table).filter("id % 7 = 3").write().parquet(large.toString());
    run =
        CommandLineRun.of(
            "package", model.toString(), "--features=a,b", "--input=" + large, "--overwrite");
    assertEquals(
        "forwardpass: none of the first 1000 rows of %s can be a golden row: each has a null, NaN or infinite feature, an array of the wrong length, or no finite outputs; give a table with valid rows first"
                .formatted(large)
            + System.lineSeparator(),
        run.err());
    assertEquals(ExitCode.CONFIG.code(), run.code());
  }
}
