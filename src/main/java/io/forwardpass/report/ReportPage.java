package io.forwardpass.report;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.forwardpass.report.page.JtereportGenerated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report for people: the JSON's numbers on one page of HTML that needs no network and runs no
 * script. This is what the templates in {@code src/main/jte} ask for, as texts; they escape them.
 */
public record ReportPage(ScoringReport report) {
  /** How every page starts; it tells ours from other files. */
  private static final String START =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="generator" content="Forwardpass report">
      """;

  /** More are no help to the eye; the JSON has them all. */
  private static final int MOST_BARS = 25;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** A name and its value. */
  public record Fact(String name, String value) {}

  /** A layer of the model, in texts. */
  public record Layer(String name, String className, String shape, String parameters) {}

  /** A gate, in texts. */
  public record GateRow(String name, String limit, String value, boolean passed) {}

  public static String html(ScoringReport report) {
    StringOutput page = new StringOutput();
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(page), null, new ReportPage(report));
    return page.toString();
  }

  /** Whether a file starts as {@link #html} does; no more of it is read. */
  public static boolean isPage(InputStream file) throws IOException {
    byte[] start = START.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(start, file.readNBytes(start.length));
  }

  /** The model's file without its folders. */
  public String modelName() {
    String uri = report.model().uri();
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  /** For style sheets: {@code succeeded}. */
  public String status() {
    return report.status().name().toLowerCase(Locale.ROOT);
  }

  public String verdict() {
    return switch (report.status()) {
      case SUCCEEDED -> "Succeeded";
      case SKIPPED -> "Skipped";
      case FAILED -> "Failed";
    };
  }

  /** What came of the run, in a sentence. */
  public String outcome() {
    ScoringReport.Rows rows = report.rows();
    return switch (report.status()) {
      case SUCCEEDED ->
          rows.in() == 0
              ? "No rows came in."
              : "%s of %s rows scored in %s."
                  .formatted(Wording.count(rows.scored()), Wording.count(rows.in()), duration());
      case SKIPPED -> "The output existed and was left as it was; nothing was scored.";
      case FAILED -> report.message();
    };
  }

  /** What to make of it; empty where there is nothing to say. */
  public String advice() {
    if (report.status() == ScoringReport.Status.FAILED) {
      return "Exit code %s. %s"
          .formatted(
              report.exitCode(),
              report.retryable()
                  ? "The same command may succeed when it is run again."
                  : "The same command fails again until this is mended.");
    }
    List<String> advice = new ArrayList<>();
    ScoringReport.Rows rows = report.rows();
    if (rows.invalid() > 0) {
      advice.add(
          "%s (%s) could not be scored."
              .formatted(Wording.rows(rows.invalid()), Wording.share(rows.invalid(), rows.in())));
    }
    int skipped = report.skippedFiles().size();
    if (skipped > 0) {
      advice.add(
          skipped == 1
              ? "1 input file could not be read and was left out."
              : "%s input files could not be read and were left out."
                  .formatted(Wording.count(skipped)));
    }
    return String.join(" ", advice);
  }

  /** The gates that were set, those that failed first. */
  public List<GateRow> gates() {
    return report.gates().stream()
        .sorted(Comparator.comparing(ScoringReport.Gate::passed))
        .map(
            gate ->
                new GateRow(
                    (gate.name() + " " + gate.where()).strip(),
                    Wording.number(gate.limit()),
                    Wording.number(gate.value()),
                    gate.passed()))
        .toList();
  }

  /** How the predictions compare with the true labels. */
  public EvaluationPage evaluation() {
    return new EvaluationPage(report.evaluation());
  }

  /** What was run, where and when. */
  public List<Fact> run() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Model", report.model().uri()));
    facts.add(new Fact("Input", place("input", "format")));
    facts.add(new Fact("Filter", option("where")));
    facts.add(new Fact("Output", place("output", "output-format")));
    facts.add(new Fact("Quarantine", option("quarantine")));
    facts.add(new Fact("Mode", option("mode")));
    facts.add(new Fact("Started", TIME.format(report.started())));
    facts.add(new Fact("Ended", TIME.format(report.ended())));
    facts.add(new Fact("Took", duration()));
    facts.add(new Fact("Run", report.runId()));
    facts.add(new Fact("Spark application", report.applicationId()));
    facts.add(
        new Fact(
            "Versions",
            report.versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "))));
    return known(facts);
  }

  private static List<Fact> known(List<Fact> facts) {
    return facts.stream().filter(fact -> !fact.value().isEmpty()).toList();
  }

  private String option(String key) {
    return report.options().getOrDefault(key, "");
  }

  private String place(String key, String format) {
    String place = option(key);
    return place.isEmpty() ? option(format) : "%s (%s)".formatted(place, option(format));
  }

  /** Whether rows were counted. */
  public boolean hasRows() {
    return report.rows().in() > 0;
  }

  /** The rows by what became of them, with their shares of those that came in. */
  public List<Fact> rows() {
    ScoringReport.Rows rows = report.rows();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("in", Wording.count(rows.in())));
    facts.add(new Fact("scored" + of(rows.scored()), Wording.count(rows.scored())));
    facts.add(new Fact("invalid" + of(rows.invalid()), Wording.count(rows.invalid())));
    if (!option("quarantine").isEmpty()) {
      String name = "in quarantine" + of(rows.quarantined());
      facts.add(new Fact(name, Wording.count(rows.quarantined())));
    }
    facts.add(new Fact("written" + of(rows.out()), Wording.count(rows.out())));
    return facts;
  }

  /** What was expected of a feature, in words. */
  public record ExpectationLine(
      String feature, String expected, String policy, String rows, String values) {}

  /** A line for each expectation, in the order of the features' names. */
  public List<ExpectationLine> expectations() {
    return report.expectations().stream()
        .map(
            line ->
                new ExpectationLine(
                    line.feature(),
                    (line.expectation() + " " + line.detail()).strip(),
                    line.policy(),
                    Wording.count(line.rows()),
                    Wording.count(line.values())))
        .toList();
  }

  private String of(long rows) {
    return " (" + Wording.share(rows, report.rows().in()) + ")";
  }

  /** The invalid rows by column and reason, most first. */
  public List<Bar> invalid() {
    long whole = report.rows().in();
    return faults().stream()
        .limit(MOST_BARS)
        .map(fault -> Bar.of(fault.column(), fault.reason(), fault.rows(), whole))
        .toList();
  }

  private record Fault(String column, String reason, long rows) {}

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    report
        .rows()
        .invalidByColumn()
        .forEach(
            (column, reasons) ->
                reasons.forEach((reason, rows) -> faults.add(new Fault(column, reason, rows))));
    if (report.rows().outputNotFinite() > 0) {
      faults.add(new Fault("", "output not finite", report.rows().outputNotFinite()));
    }
    faults.sort(Comparator.comparingLong(Fault::rows).reversed());
    return faults;
  }

  /** A line on the columns that {@link #invalid} leaves out; empty where it has all. */
  public String moreInvalid() {
    return more(faults().size(), "columns and reasons");
  }

  private static String more(int all, String what) {
    return all <= MOST_BARS
        ? ""
        : "The %s largest of %s %s; the JSON report has all."
            .formatted(MOST_BARS, Wording.count(all), what);
  }

  /** The input files that were left out, and why. */
  public List<Fact> skippedFiles() {
    return report.skippedFiles().stream()
        .limit(MOST_BARS)
        .map(file -> new Fact(file.file(), file.reason()))
        .toList();
  }

  /** A line on the files that {@link #skippedFiles} leaves out; empty where it has all. */
  public String moreSkippedFiles() {
    int all = report.skippedFiles().size();
    return all <= MOST_BARS
        ? ""
        : "The first %s of %s files; the JSON report has all."
            .formatted(MOST_BARS, Wording.count(all));
  }

  /** Whether rows were predicted as classes. */
  public boolean hasPredictions() {
    return predicted() > 0;
  }

  private long predicted() {
    return report.classes().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The rows by predicted class, in the classes' order; of very many classes the largest. */
  public List<Bar> classes() {
    List<Map.Entry<String, Long>> classes = new ArrayList<>(report.classes().entrySet());
    if (classes.size() > MOST_BARS) {
      classes.sort(Map.Entry.<String, Long>comparingByValue().reversed());
    }
    long whole = predicted();
    return classes.stream()
        .limit(MOST_BARS)
        .map(entry -> Bar.of(entry.getKey(), "", entry.getValue(), whole))
        .toList();
  }

  /** A line on the classes that {@link #classes} leaves out; empty where it has all. */
  public String moreClasses() {
    return more(report.classes().size(), "classes");
  }

  /** Of the largest probability. */
  public Histogram histogram() {
    return new Histogram(report.confidenceHistogram(), report.meanConfidence());
  }

  /** Whether the run was compared with a reference. */
  public boolean hasDrift() {
    return !report.drift().profile().isEmpty();
  }

  public DriftSection drift() {
    return new DriftSection(report.drift());
  }

  /** What the model is. */
  public List<Fact> model() {
    ScoringReport.Model model = report.model();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("URI", model.uri()));
    facts.add(new Fact("SHA-256", model.sha256()));
    if (!model.sha256().isEmpty()) {
      facts.add(new Fact("Size", Wording.count(model.bytes()) + " bytes"));
      facts.add(new Fact("Parameters", Wording.count(model.parameters())));
    }
    facts.add(new Fact("Format", model.format()));
    facts.add(new Fact("Keras", model.kerasVersion()));
    facts.add(new Fact("Classes", firstOf(model.classes())));
    facts.add(new Fact("Training only", String.join(", ", model.droppedLayers())));
    return known(facts);
  }

  private static String firstOf(List<String> classes) {
    String first = String.join(", ", classes.subList(0, Math.min(classes.size(), MOST_BARS)));
    return classes.size() <= MOST_BARS
        ? first
        : "%s and %s more".formatted(first, Wording.count(classes.size() - MOST_BARS));
  }

  /** The driver's phases one after the other, on the time of the run. */
  public List<Bar> phases() {
    double all = report.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    double whole = Math.max(Math.max(all, seconds()), 0.001);
    double start = 0;
    List<Bar> bars = new ArrayList<>();
    for (Map.Entry<String, Double> phase : report.seconds().entrySet()) {
      bars.add(Bar.of(Wording.words(phase.getKey()), start, phase.getValue(), whole));
      start += phase.getValue();
    }
    return bars;
  }

  /** How fast it was, and how the tasks spent their time. */
  public List<Fact> speed() {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact("Rows a second", String.format(Locale.ROOT, "%,.0f", report.rowsPerSecond())));
    facts.add(new Fact("Tasks", Wording.count(report.partitions())));
    facts.add(new Fact("Forward passes", Wording.count(report.batches())));
    facts.add(new Fact("Model loads", Wording.count(report.modelLoads())));
    report
        .taskSeconds()
        .forEach(
            (work, spent) ->
                facts.add(new Fact("Tasks: " + Wording.words(work), Wording.time(spent))));
    return facts;
  }

  private double seconds() {
    return Duration.between(report.started(), report.ended()).toMillis() / 1000.0;
  }

  private String duration() {
    return Wording.time(seconds());
  }

  /** The layers in the order of the forward pass. */
  public List<Layer> layers() {
    return report.model().layers().stream()
        .map(
            layer ->
                new Layer(
                    layer.name(),
                    layer.className(),
                    layer.outputShape().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", "(", ")")),
                    Wording.count(layer.parameters())))
        .toList();
  }
}
