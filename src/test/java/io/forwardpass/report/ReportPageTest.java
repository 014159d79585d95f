package io.forwardpass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.evaluation.Evaluation.CalibrationBin;
import io.forwardpass.evaluation.Evaluation.ClassScores;
import io.forwardpass.evaluation.Evaluation.Confusion;
import io.forwardpass.evaluation.Evaluation.ConfusionMatrix;
import io.forwardpass.evaluation.Evaluation.Curve;
import io.forwardpass.profile.Drift;
import io.forwardpass.profile.FeatureProfile;
import io.forwardpass.profile.Naive;
import io.forwardpass.profile.Profile;
import io.forwardpass.report.ScoringReport.Expectation;
import io.forwardpass.report.ScoringReport.Gate;
import io.forwardpass.report.ScoringReport.LayerLine;
import io.forwardpass.report.ScoringReport.Model;
import io.forwardpass.report.ScoringReport.Registry;
import io.forwardpass.report.ScoringReport.Rows;
import io.forwardpass.report.ScoringReport.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

final class ReportPageTest {
  private static final List<Long> HISTOGRAM = histogram(Map.of(9, 45L, 10, 225L, 19, 720L));

  private static List<Long> histogram(Map<Integer, Long> rows) {
    List<Long> bins = new ArrayList<>(Collections.nCopies(20, 0L));
    rows.forEach(bins::set);
    return bins;
  }

  private static <V> Map<String, V> ordered(String one, V first, String other, V second) {
    Map<String, V> map = new LinkedHashMap<>();
    map.put(one, first);
    map.put(other, second);
    return map;
  }

  /** A run of ten seconds over 1000 rows, ten of them invalid, with {@code text} for each name. */
  private static ScoringReport report(
      Status status, String text, Map<String, Long> classes, List<Long> histogram) {
    return report(status, text, classes, histogram, DriftReport.NONE, List.of(), Evaluation.NONE);
  }

  private static ScoringReport report(
      Status status,
      String text,
      Map<String, Long> classes,
      List<Long> histogram,
      DriftReport drift,
      List<Gate> gates,
      Evaluation evaluation) {
    return new ScoringReport(
        status,
        status == Status.FAILED ? 75 : 0,
        status == Status.FAILED ? text : "",
        status == Status.FAILED,
        Instant.parse("2026-01-02T03:04:05Z"),
        Instant.parse("2026-01-02T03:04:15Z"),
        text,
        text,
        new Model(
            text,
            "models/" + text,
            "ab12",
            12_345,
            text,
            text,
            6_789,
            List.of(new LayerLine(text, text, List.of(28, 3), 6_789)),
            List.of(text),
            List.of(text),
            new Registry(text, text, text, text, text, text)),
        ordered("input", text, text, text),
        new Rows(1000, 990, 10, 4, 996, Map.of(text, ordered("null", 5L, text, 1L)), 4),
        List.of(new Expectation(text, "range", text, "quarantine", 4, 0)),
        List.of(),
        gates,
        classes,
        0.7512,
        histogram,
        drift,
        evaluation,
        1,
        1,
        1,
        ordered("load_model", 2.0, text, 5.0),
        Map.of(text, 0.25),
        143.25,
        Map.of(text, text));
  }

  private static Document page(Status status, String text) {
    return page(report(status, text, ordered(text, 600L, "b", 390L), HISTOGRAM));
  }

  private static Document page(ScoringReport report) {
    return Jsoup.parse(ReportPage.html(report));
  }

  private static List<String> rows(Document page, String table) {
    return page.select(table + " tbody tr").eachText();
  }

  private static List<String> bars(Document page, String attribute) {
    return page.select("table.bars rect").eachAttr(attribute);
  }

  @Test
  void theVerdictComesFirst() {
    Document page = page(Status.SUCCEEDED, "m.keras");
    assertEquals("m.keras: succeeded", page.title());
    assertEquals(
        "Succeeded: m.keras 990 of 1,000 rows scored in 10.0 s. 10 rows (1.0 %) could not be scored.",
        page.body().child(0).text());
    assertEquals(
        List.of("Run", "Data quality", "Predictions", "Model", "Time", "Options"),
        page.select("h2").eachText());
    assertEquals(
        "Failed: gone gone Exit code 75. The same command may succeed when it is run again.",
        page(Status.FAILED, "gone").body().child(0).text());
    assertEquals(
        "Skipped: m The output existed and was left as it was; nothing was scored.",
        page(skipped()).body().child(0).text());
    assertTrue(page(skipped()).text().contains("Run run "), "it is found by its run's id");
  }

  private static ScoringReport skipped() {
    return new ScoringReport(
        Status.SKIPPED,
        0,
        "",
        false,
        Instant.EPOCH,
        Instant.EPOCH,
        "run",
        "",
        Model.unread("m"),
        Map.of(),
        Rows.NONE,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Double.NaN,
        List.of(),
        DriftReport.NONE,
        Evaluation.NONE,
        0,
        0,
        0,
        Map.of("check", 0.0),
        Map.of(),
        0,
        Map.of());
  }

  @Test
  void whatIsNotThereIsNotShown() {
    Document page = page(skipped());
    assertEquals(
        List.of("Run", "Data quality", "Model", "Time", "Options"), page.select("h2").eachText());
    assertEquals(List.of("check 0 ms 0.0 %"), rows(page, "table.bars"));
    assertTrue(page.text().contains("No rows were counted."), page.text());
  }

  @Test
  void theNumbersAreTheReports() {
    Document page = page(Status.SUCCEEDED, "x");
    assertEquals(
        List.of("1,000 in", "990 scored (99.0 %)", "10 invalid (1.0 %)", "996 written (99.6 %)"),
        page.select(".tiles li").eachText());
    assertEquals(
        List.of(
            "x null 5 0.5 %",
            "output not finite 4 0.4 %",
            "x x 1 0.1 %",
            "x 600 60.6 %",
            "b 390 39.4 %",
            "load model 2.0 s 20.0 %",
            "x 5.0 s 50.0 %"),
        rows(page, "table.bars"));
    assertEquals(
        List.of("0.50%", "0.40%", "0.40%", "60.61%", "39.39%", "20.00%", "50.00%"),
        bars(page, "width"));
    assertEquals(
        List.of("0.00%", "0.00%", "0.00%", "0.00%", "0.00%", "0.00%", "20.00%"),
        bars(page, "x"),
        "phases follow");
    assertEquals(List.of("x x (28, 3) 6,789"), rows(page, "table.layers"));
    assertEquals(List.of("input x", "x x"), rows(page, "table.options"));
    assertTrue(page.text().contains("Started 2026-01-02 03:04:05 UTC"), page.text());
    assertTrue(page.text().contains("Size 12,345 bytes"), page.text());
    assertTrue(page.text().contains("Rows a second 143"), page.text());
  }

  /** A reference of 100 rows and a run of as many, in which feature x has moved and y has not. */
  private static DriftReport drift(String x) {
    FeatureProfile still = Naive.profile("y", Collections.nCopies(100, 1f), List.of(1f, 2f));
    FeatureProfile before = Naive.profile(x, Collections.nCopies(100, 1f), List.of(1f, 2f));
    FeatureProfile after = Naive.profile(x, Collections.nCopies(100, 2f), List.of(1f, 2f));
    Profile run = Naive.profile(100, still, after);
    return new DriftReport(
        x + ".json",
        run.model(),
        100,
        Drift.between(Naive.profile(100, still, before), run),
        run.features());
  }

  @Test
  void driftIsShownFurthestFirst() {
    String hostile = "<script>alert(1)</script>";
    Document page =
        page(
            report(
                Status.SUCCEEDED,
                "m",
                Map.of("m", 1L),
                HISTOGRAM,
                drift(hostile),
                List.of(),
                Evaluation.NONE));
    assertEquals(
        List.of("Run", "Data quality", "Predictions", "Drift", "Model", "Time", "Options"),
        page.select("h2").eachText());
    List<String> rows = rows(page, "table.drift");
    assertEquals(2, rows.size());
    // 2 · 0.995 · ln 200 of two bins that hold all and half a row, and χ² with 1 degree over 50.
    assertEquals(
        hostile
            + " below 1.0: reference 0.0 %, run 0.0 % 1.0 to 2.0: reference 100.0 %, run 0.0 %"
            + " from 2.0: reference 0.0 %, run 100.0 % 10.5 0.0768 1.0000 0.5000 100",
        rows.get(0));
    assertTrue(rows.get(1).endsWith(" 0.0000 0.0000 0.0000 0.0000 100"), rows.get(1));
    assertEquals("10.5", page.select(".beyond").text());
    assertEquals(
        List.of("0.00%", "0.00%", "100.00%", "0.00%", "0.00%", "100.00%"),
        page.select("table.drift tr").get(1).select("rect").eachAttr("height"));
    assertEquals(List.of(), page.select("script").eachText());
    assertTrue(
        page.text().contains("The largest index is 10.5, of feature '" + hostile + "'."),
        page.text());
  }

  @Test
  void theHistogramIsAsHighAsItsHighestBar() {
    Document page = page(Status.SUCCEEDED, "x");
    List<String> heights = page.select(".histogram rect").eachAttr("height");
    assertEquals(20, heights.size());
    assertEquals(List.of("0.00%", "6.25%", "31.25%", "0.00%"), heights.subList(8, 12));
    assertEquals("100.00%", heights.get(19));
    assertEquals("95.00%", page.select(".histogram rect").last().attr("x"));
    assertEquals("0.95 to 1.00: 720 (72.7 %)", page.select(".histogram title").last().text());
    assertEquals(
        "Mean 0.751; below 0.5 in 45 rows (4.5 %).", page.select("figcaption").first().text());
  }

  @Test
  void theGatesComeFirstAndOfThoseTheFailed() {
    List<Gate> gates =
        List.of(
            new Gate("min-rows", 1000, 1234, true, ""), new Gate("max-x", 0.1, 0.25, false, ""));
    Document page =
        page(
            report(
                Status.FAILED, "x", Map.of(), HISTOGRAM, DriftReport.NONE, gates, Evaluation.NONE));
    assertEquals("Gates", page.select("h2").first().text());
    assertEquals(
        List.of("max-x 0.1000 0.2500 failed", "min-rows 1,000 1,234 passed"),
        rows(page, "table.gates"));
  }

  /** Two classes, of which one is taken for the other in a quarter of its rows. */
  private static Evaluation evaluation(String text) {
    Curve curve =
        new Curve(
            List.of(1.0, 0.5, 0.0),
            List.of(0.0, 0.25, 1.0),
            List.of(0.0, 1.0, 1.0),
            List.of(1.0, 0.8, 0.5));
    Curve none = new Curve(List.of(), List.of(), List.of(), List.of());
    return new Evaluation(
        text,
        8,
        3,
        Map.of(text, 2L),
        1,
        4,
        0.9996,
        0.25,
        0.125,
        0.9,
        0.8,
        Double.NaN,
        0.0625,
        List.of(new CalibrationBin(0, Double.NaN, Double.NaN), new CalibrationBin(8, 0.75, 0.875)),
        1024,
        List.of(
            new ClassScores(
                text, 4, 3, 3, 1, 0.75, 0.857, Double.NaN, Double.NaN, Double.NaN, none),
            new ClassScores("b", 4, 5, 4, 0.8, 1, 0.889, 0.875, 0.00012, 0.8, curve)),
        new ConfusionMatrix(List.of(text, "b"), List.of(List.of(3L, 1L), List.of(0L, 4L))),
        List.of(new Confusion(text, "b", 1)));
  }

  private static Document evaluated(String text) {
    return page(
        report(
            Status.SUCCEEDED,
            text,
            Map.of(text, 1L),
            HISTOGRAM,
            DriftReport.NONE,
            List.of(),
            evaluation(text)));
  }

  @Test
  void theEvaluationIsTheReports() {
    Document page = evaluated("x");
    assertEquals(
        List.of("Run", "Data quality", "Predictions", "Evaluation", "Model", "Time", "Options"),
        page.select("h2").eachText());
    Element section = page.select("section:has(h2:contains(Evaluation))").first();
    assertEquals(
        "8 rows with a label in x. 3 rows without one. 3 rows with a label that is no class's. 4 rows left out, whose outputs are not finite.",
        section.select("p").first().text());
    assertEquals(
        List.of(
            "> 99.9 % accuracy",
            "0.250 log-loss",
            "0.125 Brier score",
            "– F1, mean of classes",
            "6.3 % calibration error"),
        section.select(".tiles li").eachText());
    assertEquals(
        List.of("x 2 14.3 %", "others 1 7.1 %"), section.select("table.bars tbody tr").eachText());
    assertEquals(List.of("x 3 1", "b 0 4"), rows(page, "table.heat"));
    assertEquals(
        List.of("number shade8", "number shade3", "number shade0", "number shade10"),
        page.select("table.heat td").eachAttr("class"));
    assertEquals("x predicted as b: 1 (25.0 %)", page.select("table.heat td").get(1).attr("title"));
    assertEquals(
        List.of("x 4 3 1.000 0.750 0.857 – –", "b 4 5 0.800 1.000 0.889 0.875 0.800"),
        rows(page, "table.scores"));
    assertEquals(
        List.of("0.00,100.00 25.00,0.00 100.00,0.00", "0.00,0.00 100.00,20.00 100.00,50.00"),
        page.select("polyline").eachAttr("points"));
    assertEquals(List.of("b: 0.875", "b: 0.800"), page.select(".legend li").eachText());
    assertEquals(1, page.select(".plot circle").size());
    assertEquals("75.00", page.select(".plot circle").attr("cx"));
    assertEquals("12.50", page.select(".plot circle").attr("cy"));
    assertEquals("0.1 to 0.2: 8 rows, 0.875 right", page.select(".plot circle title").text());
    assertTrue(
        section
            .text()
            .contains(
                "From 1,024 bins of each class's probabilities; an area under a ROC curve is exact to 0.0001."),
        section.text());
  }

  @Test
  void ofNoLabelledRowsOnlyThatIsSaid() {
    Evaluation none = Evaluation.NONE;
    Evaluation unlabelled =
        new Evaluation(
            "truth",
            0,
            5,
            Map.of(),
            0,
            6,
            none.accuracy(),
            none.logLoss(),
            none.brierScore(),
            none.macroPrecision(),
            none.macroRecall(),
            none.macroF1(),
            none.calibrationError(),
            List.of(),
            1024,
            List.of(),
            none.confusionMatrix(),
            List.of());
    Document page =
        page(
            report(
                Status.SUCCEEDED,
                "x",
                Map.of("x", 1L),
                HISTOGRAM,
                DriftReport.NONE,
                List.of(),
                unlabelled));
    assertTrue(
        page.text()
            .contains(
                "0 rows with a label in truth. 5 rows without one. 6 rows left out, whose outputs are not finite."),
        page.text());
    assertEquals(0, page.select("table.heat, .plot").size());
  }

  @Test
  void ofManyClassesSixHaveLines() {
    Evaluation two = evaluation("x");
    List<ClassScores> classes = new ArrayList<>();
    for (int label = 0; label < 40; label++) {
      classes.add(
          new ClassScores(
              "c" + label, 100 + label, 0, 0, 0, 0, 0, 0.5, 0, 0.5, two.classes().get(1).curve()));
    }
    List<String> labels = classes.stream().map(ClassScores::label).limit(25).toList();
    Evaluation many =
        new Evaluation(
            "truth",
            4000,
            0,
            Map.of(),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            List.of(),
            1024,
            classes,
            new ConfusionMatrix(labels, Collections.nCopies(25, Collections.nCopies(25, 0L))),
            List.of());
    Document page =
        page(
            report(
                Status.SUCCEEDED,
                "x",
                Map.of("x", 1L),
                HISTOGRAM,
                DriftReport.NONE,
                List.of(),
                many));
    assertEquals(12, page.select("polyline").size());
    assertEquals("c39: 0.500", page.select(".legend li").first().text());
    assertEquals(25, rows(page, "table.scores").size());
    assertTrue(
        page.text().contains("The 25 classes of 40 with the most rows; the JSON report has all."));
    assertTrue(page.text().contains("The 25 classes of 40 that are confused most."));
  }

  @Test
  void ofManyClassesTheLargestAreShown() {
    Map<String, Long> classes = new LinkedHashMap<>();
    for (long label = 0; label < 1000; label++) {
      classes.put("c" + label, label);
    }
    Document page = page(report(Status.SUCCEEDED, "x", classes, HISTOGRAM));
    List<String> rows = rows(page, "table.bars");
    assertEquals("c999 999 0.2 %", rows.get(3));
    assertEquals("c975 975 0.2 %", rows.get(27));
    assertEquals("load model 2.0 s 20.0 %", rows.get(28));
    assertTrue(
        page.text().contains("The 25 largest of 1,000 classes; the JSON report has all."),
        page.text());
  }

  @Test
  void everythingIsEscaped() {
    String hostile = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;${1}";
    for (Status status : Status.values()) {
      Document page =
          page(
              report(
                  status,
                  hostile,
                  ordered(hostile, 600L, "b", 390L),
                  HISTOGRAM,
                  DriftReport.NONE,
                  List.of(new Gate(hostile, 1, 1, true, hostile)),
                  evaluation(hostile)));
      assertEquals(List.of(), page.select("script, img, iframe, object, embed").eachText());
      for (Element element : page.getAllElements()) {
        for (Attribute attribute : element.attributes()) {
          assertFalse(attribute.getKey().startsWith("on"), () -> element.outerHtml());
        }
      }
      assertEquals(hostile, page.select("table.options code").last().text());
      assertEquals(hostile + " " + hostile, rows(page, "table.options").get(1));
      assertEquals(hostile + " 600 60.6 %", rows(page, "table.bars").get(3));
      assertEquals(hostile, page.select("table.heat th[title]").first().attr("title"));
      assertEquals(1, page.select("style").size());
    }
  }

  @Test
  void thePageNeedsNothingElse() {
    String html = ReportPage.html(report(Status.SUCCEEDED, "x", Map.of("x", 1L), HISTOGRAM));
    Document page = Jsoup.parse(html);
    assertEquals(List.of("data:,"), page.select("[href], [src], [data]").eachAttr("href"));
    assertEquals("", page.select("script, base, iframe").outerHtml());
    assertFalse(html.contains("url(") || html.contains("@import"), html);
    assertEquals(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        page.select("meta[http-equiv]").attr("content"));
  }

  @Test
  void aFileThatIsNoPageIsTold() throws IOException {
    String html = ReportPage.html(skipped());
    assertTrue(isPage(html));
    assertFalse(isPage(""));
    assertFalse(isPage("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>Mine</title>"));
    assertFalse(isPage(html.substring(1)));
    assertFalse(isPage(skipped().json()));
  }

  private static boolean isPage(String text) throws IOException {
    return ReportPage.isPage(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
