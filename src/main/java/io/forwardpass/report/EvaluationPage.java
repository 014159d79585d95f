package io.forwardpass.report;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.evaluation.Evaluation.CalibrationBin;
import io.forwardpass.evaluation.Evaluation.ClassScores;
import io.forwardpass.evaluation.Evaluation.Curve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the page says of the true labels, as the templates ask for it. */
public record EvaluationPage(Evaluation evaluation) {
  /** More lines in a plot cannot be told apart. */
  private static final int MOST_LINES = 6;

  /** More rows of a table are no help to the eye; the JSON has them all. */
  private static final int MOST_ROWS = 25;

  /** A longer label is cut where it stands over a narrow column. */
  private static final int LONGEST_LABEL = 24;

  /** Shades of a cell, from none on. */
  private static final int SHADES = 10;

  /** The sides of a plot. */
  private static final double SIDE = 100;

  /** A row or a column of the confusion matrix. */
  public record Heading(String text, String whole) {}

  /**
   * A cell of the confusion matrix.
   *
   * @param shade 0 to 10, for style sheets
   */
  public record Cell(String count, int shade, String title) {}

  /** A row of the confusion matrix: a true class. */
  public record Row(Heading heading, List<Cell> cells) {}

  /** A row of the table of classes, in texts. */
  public record ClassRow(
      String label,
      String support,
      String predicted,
      String precision,
      String recall,
      String f1,
      String rocAuc,
      String averagePrecision) {}

  /**
   * A line of a plot.
   *
   * @param number from 1, for style sheets
   * @param points for SVG
   */
  public record Line(int number, String name, String points) {}

  /**
   * A point of the calibration plot.
   *
   * @param radius its area stands for its rows
   */
  public record Dot(
      String x,
      String y,
      String radius,
      String range,
      String rows,
      String confidence,
      String accuracy) {}

  /** Whether a column of labels was given. */
  public boolean isThere() {
    return !evaluation.labelColumn().isEmpty();
  }

  /** Whether any row had a label that is a class's. */
  public boolean hasRows() {
    return evaluation.rows() > 0;
  }

  /** What was compared, in a sentence or two. */
  public String summary() {
    long unknown =
        evaluation.unknownLabels().values().stream().mapToLong(Long::longValue).sum()
            + evaluation.otherUnknown();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s with a label in %s."
            .formatted(Wording.rows(evaluation.rows()), evaluation.labelColumn()));
    if (evaluation.unlabelled() > 0) {
      text.append(" %s without one.".formatted(Wording.rows(evaluation.unlabelled())));
    }
    if (unknown > 0) {
      text.append(" %s with a label that is no class's.".formatted(Wording.rows(unknown)));
    }
    if (evaluation.outputNotFinite() > 0) {
      text.append(
          " %s left out, whose outputs are not finite."
              .formatted(Wording.rows(evaluation.outputNotFinite())));
    }
    return text.toString();
  }

  /** The labels that are no class's. */
  public List<Bar> unknown() {
    List<Bar> bars = new ArrayList<>();
    long whole =
        evaluation.rows()
            + evaluation.unlabelled()
            + evaluation.unknownLabels().values().stream().mapToLong(Long::longValue).sum()
            + evaluation.otherUnknown();
    for (Map.Entry<String, Long> label : evaluation.unknownLabels().entrySet()) {
      bars.add(Bar.of(label.getKey(), "", label.getValue(), whole));
    }
    if (evaluation.otherUnknown() > 0) {
      bars.add(Bar.of("", "others", evaluation.otherUnknown(), whole));
    }
    return bars;
  }

  /** The scores of all classes together. */
  public List<ReportPage.Fact> scores() {
    return List.of(
        new ReportPage.Fact("accuracy", share(evaluation.accuracy())),
        new ReportPage.Fact("log-loss", score(evaluation.logLoss())),
        new ReportPage.Fact("Brier score", score(evaluation.brierScore())),
        new ReportPage.Fact("F1, mean of classes", score(evaluation.macroF1())),
        new ReportPage.Fact("calibration error", share(evaluation.calibrationError())));
  }

  private static String score(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
  }

  /** To a tenth of a percent; not all unless it is. */
  private static String share(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return value < 1 && value > 0.999
        ? "> 99.9 %"
        : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  /** The predicted classes of the confusion matrix. */
  public List<Heading> headings() {
    return evaluation.confusionMatrix().labels().stream().map(EvaluationPage::heading).toList();
  }

  private static Heading heading(String label) {
    return new Heading(
        label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…",
        label);
  }

  /** The true classes of the confusion matrix; a cell's shade is its share of the class's rows. */
  public List<Row> matrix() {
    List<String> labels = evaluation.confusionMatrix().labels();
    List<Row> rows = new ArrayList<>();
    for (int truth = 0; truth < labels.size(); truth++) {
      List<Long> counts = evaluation.confusionMatrix().rows().get(truth);
      long whole = counts.stream().mapToLong(Long::longValue).sum();
      List<Cell> cells = new ArrayList<>();
      for (int prediction = 0; prediction < labels.size(); prediction++) {
        cells.add(cell(labels.get(truth), labels.get(prediction), counts.get(prediction), whole));
      }
      rows.add(new Row(heading(labels.get(truth)), cells));
    }
    return rows;
  }

  private static Cell cell(String truth, String prediction, long count, long whole) {
    int shade = count == 0 ? 0 : (int) Math.ceil((double) SHADES * count / whole);
    String title =
        "%s predicted as %s: %s (%s)"
            .formatted(truth, prediction, Wording.count(count), Wording.share(count, whole));
    return new Cell(Wording.count(count), shade, title);
  }

  /** A line on the classes that the matrix leaves out; empty where it has all. */
  public String moreMatrix() {
    int shown = evaluation.confusionMatrix().labels().size();
    int all = evaluation.classes().size();
    return shown == all
        ? ""
        : "The %s classes of %s that are confused most.".formatted(shown, Wording.count(all));
  }

  /** The classes in their order; of very many those with the most rows. */
  public List<ClassRow> classes() {
    return most(MOST_ROWS).stream()
        .map(
            scores ->
                new ClassRow(
                    scores.label(),
                    Wording.count(scores.support()),
                    Wording.count(scores.predicted()),
                    score(scores.precision()),
                    score(scores.recall()),
                    score(scores.f1()),
                    score(scores.rocAuc()),
                    score(scores.averagePrecision())))
        .toList();
  }

  private List<ClassScores> most(int number) {
    List<ClassScores> classes = new ArrayList<>(evaluation.classes());
    if (classes.size() > number) {
      classes.sort(Comparator.comparingLong(ClassScores::support).reversed());
    }
    return classes.subList(0, Math.min(number, classes.size()));
  }

  /** A line on the classes that {@link #classes} leaves out; empty where it has all. */
  public String moreClasses() {
    int all = evaluation.classes().size();
    return all <= MOST_ROWS
        ? ""
        : "The %s classes of %s with the most rows; the JSON report has all."
            .formatted(MOST_ROWS, Wording.count(all));
  }

  /** Whether there are curves to draw. */
  public boolean hasCurves() {
    return !drawn().isEmpty();
  }

  private List<ClassScores> drawn() {
    return most(MOST_ROWS).stream()
        .filter(scores -> !scores.curve().recalls().isEmpty())
        .limit(MOST_LINES)
        .toList();
  }

  /** How the areas were computed. */
  public String curveNote() {
    double error = drawn().stream().mapToDouble(ClassScores::rocAucError).max().orElse(0);
    return "From %s bins of each class's probabilities; an area under a ROC curve is exact to %s."
        .formatted(
            Wording.count(evaluation.scoreBins()),
            error < 1e-4 ? "0.0001" : String.format(Locale.ROOT, "%.4f", error));
  }

  /** Each class against the others, with the area below. */
  public List<Line> roc() {
    List<Line> lines = new ArrayList<>();
    for (ClassScores scores : drawn()) {
      Curve curve = scores.curve();
      lines.add(
          line(
              lines.size() + 1,
              scores.label(),
              scores.rocAuc(),
              curve.falsePositiveRates(),
              curve.recalls()));
    }
    return lines;
  }

  /** Each class against the others, with the average precision. */
  public List<Line> precisionRecall() {
    List<Line> lines = new ArrayList<>();
    for (ClassScores scores : drawn()) {
      Curve curve = scores.curve();
      lines.add(
          line(
              lines.size() + 1,
              scores.label(),
              scores.averagePrecision(),
              curve.recalls(),
              curve.precisions()));
    }
    return lines;
  }

  private static Line line(int number, String label, double area, List<Double> x, List<Double> y) {
    StringBuilder points = new StringBuilder();
    for (int point = 0; point < x.size(); point++) {
      points.append(across(x.get(point))).append(',').append(up(y.get(point))).append(' ');
    }
    return new Line(
        number, "%s: %s".formatted(label, score(area)), points.toString().stripTrailing());
  }

  private static String across(double value) {
    return String.format(Locale.ROOT, "%.2f", SIDE * value);
  }

  private static String up(double value) {
    return across(1 - value);
  }

  /** The bins of confidence that have rows. */
  public List<Dot> calibration() {
    List<Dot> dots = new ArrayList<>();
    List<CalibrationBin> bins = evaluation.calibration();
    for (int number = 0; number < bins.size(); number++) {
      CalibrationBin bin = bins.get(number);
      if (bin.rows() > 0 && Double.isFinite(bin.confidence())) {
        double share = (double) bin.rows() / evaluation.rows();
        dots.add(
            new Dot(
                across(bin.confidence()),
                up(bin.accuracy()),
                String.format(Locale.ROOT, "%.2f", 1 + 5 * Math.sqrt(share)),
                String.format(Locale.ROOT, "%.1f to %.1f", number / 10.0, (number + 1) / 10.0),
                Wording.count(bin.rows()),
                score(bin.confidence()),
                score(bin.accuracy())));
      }
    }
    return dots;
  }
}
