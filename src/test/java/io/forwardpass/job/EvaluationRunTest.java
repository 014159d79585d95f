package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forwardpass.spark.EvaluationTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --label-column}, from the command line to the report. */
final class EvaluationRunTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;

  private CommandLineRun score(String... options) {
    List<String> all = new ArrayList<>(List.of("--report=" + folder.resolve("r.json")));
    all.addAll(Arrays.asList(options));
    return Penguins.score(folder.resolve("scored"), all.toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("r.json").toFile());
  }

  private Document page() throws IOException {
    return Jsoup.parse(folder.resolve("r.html").toFile(), "UTF-8");
  }

  @Test
  void thePenguinsAreAsScikitLearnSays() throws IOException {
    CommandLineRun run = score("--on-invalid=drop", "--label-column=species", "--keep=id");
    assertEquals(0, run.code(), run.err());
    JsonNode evaluation = report().at("/evaluation");
    JsonNode expected = EvaluationTest.golden("penguins").at("/scikit_learn");
    assertEquals("species", evaluation.at("/label_column").asText());
    assertEquals(342, evaluation.at("/rows").asInt());
    for (String name : List.of("accuracy", "log_loss", "brier_score", "calibration_error")) {
      assertEquals(
          expected.at("/" + name).asDouble(), evaluation.at("/" + name).asDouble(), 1e-5, name);
    }
    assertEquals(expected.at("/confusion_matrix"), evaluation.at("/confusion_matrix/rows"));
    for (int label = 0; label < 3; label++) {
      assertEquals(
          expected.at("/classes").get(label).at("/roc_auc").asDouble(),
          evaluation.at("/classes").get(label).at("/roc_auc").asDouble(),
          1e-9);
    }
    assertTrue(
        run.out()
            .contains("Evaluation: 342 rows labelled in species, accuracy 1.0000, log-loss 0.1049"),
        run.out());
    Dataset<Row> scored = SPARK.session().read().parquet(folder.resolve("scored").toString());
    assertFalse(Arrays.asList(scored.columns()).contains("species"), "it is not kept");
  }

  /** Labels that are wrong, missing or no class's; the output itself is the witness. */
  @Test
  void whatIsCountedIsWhatIsWritten() throws IOException {
    String table = folder.resolve("table").toString();
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .selectExpr(
            "*",
            "case when id % 9 = 0 then 'Chinstrap' when id % 50 = 1 then 'Emperor'"
                + " when id % 51 = 1 then null else species end as seen")
        .repartition(3)
        .write()
        .parquet(table);
    CommandLineRun run = score("--on-invalid=null", "--input=" + table, "--label-column=seen");
    assertEquals(0, run.code(), run.err());
    SPARK
        .session()
        .read()
        .parquet(folder.resolve("scored").toString())
        .createOrReplaceTempView("s");
    Row counts =
        SPARK
            .session()
            .sql(
                "select count_if(seen in ('Adelie', 'Chinstrap', 'Gentoo')), count_if(seen is null),"
                    + " count_if(seen = 'Emperor'), count_if(seen = prediction),"
                    + " count_if(seen = 'Chinstrap' and prediction = 'Adelie')"
                    + " from s where prediction is not null")
            .first();
    JsonNode evaluation = report().at("/evaluation");
    long rows = counts.getLong(0);
    assertTrue(
        counts.getLong(1) > 0 && counts.getLong(2) > 0 && counts.getLong(4) > 0, "all occur");
    assertEquals(rows, evaluation.at("/rows").asLong());
    assertEquals(counts.getLong(1), evaluation.at("/unlabelled").asLong());
    assertEquals(counts.getLong(2), evaluation.at("/unknown_labels/Emperor").asLong());
    assertEquals((double) counts.getLong(3) / rows, evaluation.at("/accuracy").asDouble(), 1e-12);
    assertEquals(counts.getLong(4), evaluation.at("/confusion_matrix/rows/1/0").asLong());
    assertTrue(
        run.out().contains("  no class: Emperor in %d rows".formatted(counts.getLong(2))),
        run.out());
    assertTrue(run.out().contains("  unlabelled: %d rows".formatted(counts.getLong(1))), run.out());
    Document page = page();
    assertEquals(2 * 3, page.select("polyline").size());
    assertTrue(
        page.select("table.heat tbody tr")
            .get(1)
            .text()
            .startsWith("Chinstrap " + counts.getLong(4)),
        page.select("table.heat").text());
  }

  @Test
  void withoutItThereIsNone() throws IOException {
    assertEquals(0, score("--on-invalid=drop").code());
    assertEquals("", report().at("/evaluation/label_column").asText());
    assertTrue(report().at("/evaluation/accuracy").isNull());
    assertFalse(page().text().contains("Evaluation"), page().text());
  }

  @Test
  void refusals() {
    CommandLineRun run = score("--label-column=specie");
    assertEquals(78, run.code());
    assertEquals(
        "forwardpass: no column 'specie' for the true labels; did you mean 'species'?; the table has id, species, island, bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, sex, year"
            + System.lineSeparator(),
        run.err());
    run = score("--label-column=year");
    assertEquals(78, run.code());
    assertEquals(
        "forwardpass: label column 'year' is of type int, and no label is a whole number (Adelie, Chinstrap, Gentoo); name a column of labels, or leave the labels out, so that classes are numbered from 0"
            + System.lineSeparator(),
        run.err());
  }

  /** A run that ends before it counts rows says nothing of gates. */
  @Test
  void gatesAreJudgedOnceRowsAreCounted() throws IOException {
    assertEquals(66, score("--min-rows=10", "--input=" + folder.resolve("nowhere")).code());
    assertEquals(0, report().at("/gates").size(), report().toString());
    assertEquals(65, score("--min-rows=10").code());
    assertEquals(0, report().at("/gates").size(), report().toString());
    assertEquals(List.of(), page().select("table.gates").eachText());
    assertEquals(
        79, score("--min-rows=1000", "--on-invalid=null", "--label-column=species").code());
    assertEquals(
        "[{\"name\":\"min-rows\",\"limit\":1000.0,\"value\":344.0,\"passed\":false,\"where\":\"\"}]",
        report().at("/gates").toString());
    assertEquals(
        342, report().at("/evaluation/rows").asInt(), "a run that a gate stopped is judged");
    assertEquals("Gates", page().select("h2").first().text());
    assertEquals(
        List.of("min-rows 1,000 344 failed"), page().select("table.gates tbody tr").eachText());
  }
}
