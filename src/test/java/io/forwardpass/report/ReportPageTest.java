package io.forwardpass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.report.ScoringReport.Expectation;
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
        new Rows(1000, 990, 10, 4, 996, Map.of(text, ordered("null", 9L, text, 1L))),
        List.of(new Expectation(text, "range", text, "quarantine", 4, 0)),
        List.of(),
        List.of(),
        classes,
        0.7512,
        histogram,
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
        List.of("Run", "Data quality", "Predictions", "Time", "Model", "Options"),
        page.select("h2").eachText());
    assertEquals(
        "Failed: gone gone Exit code 75. The same command may succeed when it is run again.",
        page(Status.FAILED, "gone").body().child(0).text());
    assertEquals(
        "Skipped: m The output existed and was left as it was; nothing was scored.",
        page(skipped()).body().child(0).text());
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
        List.of("Run", "Data quality", "Time", "Model", "Options"), page.select("h2").eachText());
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
            "x null 9 0.9 %",
            "x x 1 0.1 %",
            "x 600 60.6 %",
            "b 390 39.4 %",
            "load model 2.0 s 20.0 %",
            "x 5.0 s 50.0 %"),
        rows(page, "table.bars"));
    assertEquals(
        List.of("0.90%", "0.40%", "60.61%", "39.39%", "20.00%", "50.00%"), bars(page, "width"));
    assertEquals(
        List.of("0.00%", "0.00%", "0.00%", "0.00%", "0.00%", "20.00%"),
        bars(page, "x"),
        "phases follow");
    assertEquals(List.of("x x (28, 3) 6,789"), rows(page, "table.layers"));
    assertEquals(List.of("input x", "x x"), rows(page, "table.options"));
    assertTrue(page.text().contains("Started 2026-01-02 03:04:05 UTC"), page.text());
    assertTrue(page.text().contains("Size 12,345 bytes"), page.text());
    assertTrue(page.text().contains("Rows a second 143"), page.text());
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
  void ofManyClassesTheLargestAreShown() {
    Map<String, Long> classes = new LinkedHashMap<>();
    for (long label = 0; label < 1000; label++) {
      classes.put("c" + label, label);
    }
    Document page = page(report(Status.SUCCEEDED, "x", classes, HISTOGRAM));
    List<String> rows = rows(page, "table.bars");
    assertEquals("c999 999 0.2 %", rows.get(2));
    assertEquals("c975 975 0.2 %", rows.get(26));
    assertEquals("load model 2.0 s 20.0 %", rows.get(27));
    assertTrue(
        page.text().contains("The 25 largest of 1,000 classes; the JSON report has all."),
        page.text());
  }

  @Test
  void everythingIsEscaped() {
    String hostile = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;${1}";
    for (Status status : Status.values()) {
      Document page = page(status, hostile);
      assertEquals(List.of(), page.select("script, img, iframe, object, embed").eachText());
      for (Element element : page.getAllElements()) {
        for (Attribute attribute : element.attributes()) {
          assertFalse(attribute.getKey().startsWith("on"), () -> element.outerHtml());
        }
      }
      assertEquals(hostile, page.select("table.options code").last().text());
      assertEquals(hostile + " " + hostile, rows(page, "table.options").get(1));
      assertEquals(hostile + " 600 60.6 %", rows(page, "table.bars").get(2));
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
