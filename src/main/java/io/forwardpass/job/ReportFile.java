package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.report.ScoringReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The report on its way to a file system: whole or not at all. */
final class ReportFile {
  private ReportFile() {}

  /** Refuses a report that would overwrite something else than an older report. */
  static void check(ScoreOptions options, Sources sources, Configuration hadoop) {
    if (options.report().isEmpty()) {
      return;
    }
    Place report = Place.of("report", options.report(), hadoop);
    sources.keepOffReport(report);
    if (ScoreOptions.isFileFormat(options.outputFormat())) {
      keepOffOutput(report, options, hadoop);
    }
    if (report.exists()) {
      checkOlder(report);
    }
    report.checkParent();
  }

  private static void checkOlder(Place report) {
    if (!report.isFile()) {
      throw JobException.reportIsFolder(report.uri());
    }
    try (InputStream file = report.files().open(report.path())) {
      if (!ScoringReport.isReport(file)) {
        throw JobException.reportIsNone(report.uri());
      }
    } catch (IOException e) {
      throw report.inaccessible(e);
    }
  }

  /** A report may lie in the output's folder where this run writes that, and readers skip it. */
  private static void keepOffOutput(Place report, ScoreOptions options, Configuration hadoop) {
    Place output = Place.of("output", options.output(), hadoop);
    boolean left = options.mode() == WriteMode.ERROR;
    if (Place.contains(report.path(), output.path())
        || (left && Place.contains(output.path(), report.path()) && output.exists())) {
      throw JobException.reportClashes(options.report(), "output", options.output());
    } else if (Place.contains(output.path(), report.path()) && !isHidden(output, report)) {
      throw JobException.reportIsData(options.report(), options.output());
    }
  }

  private static boolean isHidden(Place output, Place report) {
    for (Path path = report.real();
        path != null && !path.equals(output.real());
        path = path.getParent()) {
      if (Place.isHidden(path.getName())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the report that the user asked for lies in the folder of the scored table. */
  static boolean isInOutput(ScoreOptions options, Configuration hadoop) {
    return ScoreOptions.isFileFormat(options.outputFormat())
        && Place.contains(
            Place.of("output", options.output(), hadoop).path(),
            Place.of("report", options.report(), hadoop).path());
  }

  /**
   * The version of a registered model that an earlier run with this report and this {@code --model}
   * scored with, if that run failed and may be run again.
   */
  static Optional<ScoringReport.Registry> toRetry(ScoreOptions options, Configuration hadoop) {
    if (options.report().isEmpty()) {
      return Optional.empty();
    }
    Place report = Place.of("report", options.report(), hadoop);
    if (!report.exists()) {
      return Optional.empty();
    }
    try (InputStream file = report.files().open(report.path())) {
      return ScoringReport.toRetry(file, options.model());
    } catch (IOException e) {
      throw report.inaccessible(e);
    }
  }

  /** Replaces what is there. */
  static void write(ScoringReport report, String uri, Configuration hadoop) {
    Place place = Place.of("report", uri, hadoop);
    Path target = place.path();
    Path fresh = new Path(target.getParent(), "." + target.getName() + ".new-" + UUID.randomUUID());
    try {
      try (OutputStream stream = place.files().create(fresh, true)) {
        place.files().deleteOnExit(fresh);
        stream.write(report.json().getBytes(StandardCharsets.UTF_8));
      }
      place.files().delete(target, false);
      if (!place.files().rename(fresh, target)) {
        throw new IOException("cannot rename " + fresh + " to " + target);
      }
      place.files().cancelDeleteOnExit(fresh);
    } catch (IOException e) {
      throw report.status() == ScoringReport.Status.SUCCEEDED
          ? JobException.onlyReportNotWritten(uri, e)
          : JobException.notWritten("report", uri, e);
    }
  }
}
