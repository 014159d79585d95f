package io.forwardpass.job;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.report.ScoringReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run ends with on a terminal.
 *
 * @param place where the report lies, its page beside it; empty where there is none
 */
record RunSummary(ScoringReport report, ScoreOptions options, String place) {

  @Override
  public String toString() {
    ScoringReport.Rows rows = report.rows();
    List<String> lines = new ArrayList<>();
    if (!report.model().registry().version().isEmpty()) {
      lines.add("Model: " + report.model().uri());
    }
    lines.add(
        "Rows: %,d in, %,d scored, %,d invalid, %,d written"
            .formatted(rows.in(), rows.scored(), rows.invalid(), rows.out()));
    if (!options.quarantine().isEmpty()) {
      lines.add("Quarantine: %,d rows in %s".formatted(rows.quarantined(), options.quarantine()));
    }
    rows.invalidByColumn()
        .forEach(
            (column, reasons) ->
                reasons.forEach(
                    (reason, count) ->
                        lines.add(
                            "  invalid: %s %s in %,d rows".formatted(column, reason, count))));
    report.expectations().stream()
        .filter(expectation -> expectation.values() > 0)
        .forEach(
            expectation ->
                lines.add(
                    "  %s: %s %s of %,d values"
                        .formatted(
                            expectation.policy(),
                            expectation.feature(),
                            expectation.expectation(),
                            expectation.values())));
    report
        .skippedFiles()
        .forEach(file -> lines.add("  skipped: %s: %s".formatted(file.file(), file.reason())));
    report
        .classes()
        .forEach(
            (label, count) -> lines.add("  predicted: %s in %,d rows".formatted(label, count)));
    if (!report.drift().profile().isEmpty()) {
      lines.add(drift());
    }
    lines.addAll(evaluation());
    lines.add(
        "Speed: %,.0f rows a second (scoring and writing took %.1f s)"
            .formatted(
                report.rowsPerSecond(), report.seconds().getOrDefault("score_and_write", 0.0)));
    lines.add(
        "Output: %s (%s)"
            .formatted(
                options.output().isEmpty() ? "none" : options.output(), options.outputFormat()));
    if (!place.isEmpty()) {
      lines.add("Report: " + place);
      lines.add("Page: " + ReportFile.page(place));
    }
    return Secrets.hidden(
        lines.stream().map(Printable::of).collect(Collectors.joining(System.lineSeparator())));
  }

  private String drift() {
    return report
        .drift()
        .drift()
        .worst()
        .map(worst -> "Drift: PSI %.4f of %s is the largest".formatted(worst.psi(), worst.what()))
        .orElse("Drift: none beyond chance");
  }

  private List<String> evaluation() {
    Evaluation evaluation = report.evaluation();
    List<String> lines = new ArrayList<>();
    if (!evaluation.labelColumn().isEmpty()) {
      lines.add(
          "Evaluation: %,d rows labelled in %s%s"
              .formatted(evaluation.rows(), evaluation.labelColumn(), scores(evaluation)));
      if (evaluation.unlabelled() > 0) {
        lines.add("  unlabelled: %,d rows".formatted(evaluation.unlabelled()));
      }
      evaluation
          .unknownLabels()
          .forEach((label, rows) -> lines.add("  no class: %s in %,d rows".formatted(label, rows)));
      if (evaluation.otherUnknown() > 0) {
        lines.add("  no class: other labels in %,d rows".formatted(evaluation.otherUnknown()));
      }
    }
    return lines;
  }

  private static String scores(Evaluation evaluation) {
    return evaluation.rows() == 0
        ? ""
        : ", accuracy %.4f, log-loss %.4f".formatted(evaluation.accuracy(), evaluation.logLoss());
  }
}
