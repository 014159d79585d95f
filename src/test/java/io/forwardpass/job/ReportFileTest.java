package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page beside the JSON, after real runs. */
final class ReportFileTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  @TempDir Path folder;
  private Path output;
  private Path json;
  private Path html;

  @BeforeEach
  void choosePlaces() {
    output = folder.resolve("scored");
    json = folder.resolve("report.json");
    html = folder.resolve("report.html");
  }

  private void assertScored(String... options) {
    CommandLineRun run = Penguins.score(output, options);
    assertEquals(0, run.code(), run.err());
  }

  private void assertRefused(String message, String... options) throws IOException {
    List<Path> before = files();
    CommandLineRun run = Penguins.score(output, options);
    assertEquals("forwardpass: " + message + System.lineSeparator(), run.err());
    assertEquals(64, run.code());
    assertEquals(before, files(), "nothing is written");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static Document page(Path file) throws IOException {
    return Jsoup.parse(file.toFile(), "UTF-8");
  }

  @Test
  void aPageIsNamedAsItsJson() {
    assertEquals("s3a://lake/report.html", ReportFile.page("s3a://lake/report.json"));
    assertEquals("report.html", ReportFile.page("report.JSON"));
    assertEquals("a.json/report.html", ReportFile.page("a.json/report"));
    assertEquals("report.txt.html", ReportFile.page("report.txt"));
  }

  @Test
  void aPageLiesInTheOutputWhereReadersSkipIt() throws IOException {
    assertScored("--on-invalid=null");
    Document page = page(output.resolve("_forwardpass_report.html"));
    assertEquals("Succeeded: penguins.keras", page.select("h1").text());
    assertTrue(page.text().contains("342 of 344 rows scored"), page.text());
    assertTrue(page.select("table.bars").text().contains("bill_length_mm null 2"), page.text());
    assertTrue(page.select("table.bars").text().contains("Gentoo 123 36.0 %"), page.text());
    assertEquals(344, SPARK.session().read().parquet(output.toString()).count());
  }

  @Test
  void aPageReplacesThePageBefore() throws IOException {
    assertScored("--on-invalid=drop", "--report=" + json);
    assertEquals("Succeeded: penguins.keras", page(html).select("h1").text());
    assertScored("--on-invalid=drop", "--report=" + json, "--mode=ignore");
    assertEquals("Skipped: penguins.keras", page(html).select("h1").text());
    CommandLineRun run = Penguins.score(output, "--mode=overwrite", "--report=" + json);
    assertEquals(65, run.code());
    assertEquals("Failed: penguins.keras", page(html).select("h1").text());
    assertEquals(
        new ObjectMapper().readTree(json.toFile()).at("/message").asText(),
        page(html).select("header p").first().text());
    assertEquals(
        List.of(),
        files().stream().filter(path -> path.toString().contains(".new-")).toList(),
        "nothing else is left behind");
  }

  @Test
  void aPageReplacesPagesOnly() throws IOException {
    Files.writeString(html, "<!DOCTYPE html>\n<title>Mine</title>");
    String none =
        "the report page %s would overwrite a file that is no report of Forwardpass; choose another file with --report, or delete that one";
    assertRefused(none.formatted(html), "--report=" + json);
    Files.delete(html);
    Files.createDirectory(html);
    assertRefused(
        "the report page %s is a folder; give the URI of a file with --report".formatted(html),
        "--report=" + json);
    Files.delete(html);
    Files.copy(Path.of(Penguins.MODEL), html);
    assertRefused(
        "the report page %s would overwrite, or lie in, the model %s; choose another file with --report"
            .formatted(html, html),
        "--report=" + json,
        "--model=" + html);
    Files.delete(html);
    assertRefused(
        "--report is '%s', which is how the page beside the report would be named; give the name of the JSON file, such as report.json"
            .formatted(html),
        "--report=" + html);
    output = html;
    assertRefused(
        "the report page %s would overwrite, or lie in, the output %s; choose another file with --report"
            .formatted(html, html),
        "--report=" + json);
  }

  @Test
  void anAppendedOutputKeepsWhatIsNoReport() throws IOException {
    assertScored("--on-invalid=drop");
    assertScored("--on-invalid=drop", "--mode=append");
    Path page = output.resolve("_forwardpass_report.html");
    Files.writeString(page, "mine");
    Files.delete(output.resolve("._forwardpass_report.html.crc"));
    assertRefused(
        "the report page %s would overwrite a file that is no report of Forwardpass; choose another file with --report, or delete that one"
            .formatted(page),
        "--on-invalid=drop",
        "--mode=append");
    assertEquals(684, SPARK.session().read().parquet(output.toString()).count());
  }

  @Test
  void namesThatAreMarkupAreHarmless() throws IOException {
    String column = "<script>alert(1)</script>";
    String label = "<img src=x onerror=alert(1)>";
    Path table = folder.resolve("table");
    SPARK
        .session()
        .read()
        .parquet(Penguins.TABLE)
        .withColumnRenamed("bill_length_mm", column)
        .write()
        .parquet(table.toString());
    assertScored(
        "--input=" + table,
        "--features=" + column + ",bill_depth_mm,flipper_length_mm,body_mass_g",
        "--labels=" + label + ",\"b\",'c'",
        "--where=species <> '</title>'",
        "--on-invalid=null",
        "--probabilities=array",
        "--report=" + json);
    Document page = page(html);
    assertEquals(0, page.select("script, img").size());
    assertEquals("penguins.keras: succeeded", page.title());
    String bars = page.select("table.bars").text();
    assertTrue(bars.contains(column + " null 2 0.6 %"), bars);
    assertTrue(bars.contains(label + " 151 "), bars);
    assertTrue(page.text().contains("species <> '</title>'"), page.text());
    assertFalse(Files.readString(html).contains("<script"));
  }
}
