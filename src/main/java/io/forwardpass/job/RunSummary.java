package io.forwardpass.job;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.report.ScoringReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        String.format(
            Locale.ROOT,
            "Rows: %,d in, %,d scored, %,d invalid, %,d written",
            rows.in(),
            rows.scored(),
            rows.invalid(),
            rows.out()));
    if (!options.quarantine().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT, "Quarantine: %,d rows in %s", rows.quarantined(), options.quarantine()));
    }
    rows.invalidByColumn()
        .forEach(
            (column, reasons) ->
                reasons.forEach(
                    (reason, count) ->
                        lines.add(
                            String.format(
                                Locale.ROOT,
                                "  invalid: %s %s in %,d rows",
                                column,
                                reason,
                                count))));
    if (rows.outputNotFinite() > 0) {
      lines.add(
          String.format(
              Locale.ROOT, "  invalid: output not finite in %,d rows", rows.outputNotFinite()));
    }
    report.expectations().stream()
        .filter(expectation -> expectation.values() > 0)
        .forEach(
            expectation ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  %s: %s %s of %,d values",
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
            (label, count) ->
                lines.add(String.format(Locale.ROOT, "  predicted: %s in %,d rows", label, count)));
    if (!report.drift().profile().isEmpty()) {
      lines.add(drift());
    }
    lines.addAll(evaluation());
    lines.add(
        String.format(
            Locale.ROOT,
            "Speed: %,.0f rows a second (scoring and writing took %.1f s)",
            report.rowsPerSecond(),
            report.seconds().getOrDefault("score_and_write", 0.0)));
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
        .map(
            worst ->
                String.format(
                    Locale.ROOT, "Drift: PSI %.4f of %s is the largest", worst.psi(), worst.what()))
        .orElse("Drift: none beyond chance");
  }

  private List<String> evaluation() {
    Evaluation evaluation = report.evaluation();
    List<String> lines = new ArrayList<>();
    if (!evaluation.labelColumn().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Evaluation: %,d rows labelled in %s%s",
              evaluation.rows(),
              evaluation.labelColumn(),
              scores(evaluation)));
      if (evaluation.unlabelled() > 0) {
        lines.add(String.format(Locale.ROOT, "  unlabelled: %,d rows", evaluation.unlabelled()));
      }
      evaluation
          .unknownLabels()
          .forEach(
              (label, rows) ->
                  lines.add(String.format(Locale.ROOT, "  no class: %s in %,d rows", label, rows)));
      if (evaluation.otherUnknown() > 0) {
        lines.add(
            String.format(
                Locale.ROOT, "  no class: other labels in %,d rows", evaluation.otherUnknown()));
      }
      if (evaluation.outputNotFinite() > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  left out: output not finite in %,d rows",
                evaluation.outputNotFinite()));
      }
    }
    return lines;
  }

  private static String scores(Evaluation evaluation) {
    return evaluation.rows() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", accuracy %.4f, log-loss %.4f",
            evaluation.accuracy(),
            evaluation.logLoss());
  }
}
