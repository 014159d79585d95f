package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.report.ReportPage;
import io.forwardpass.report.ScoringReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The report on its way to a file system, whole or not at all: the JSON where the user wants it,
 * and the page for people beside it.
 */
final class ReportFile {
  private static final String JSON = ".json";
  private static final String PAGE = ".html";

  private ReportFile() {}

  /** The URI of the page that belongs to the JSON at {@code uri}. */
  static String page(String uri) {
    int end = uri.length() - JSON.length();
    return (hasEnding(uri, JSON) ? uri.substring(0, end) : uri) + PAGE;
  }

  private static boolean hasEnding(String uri, String ending) {
    return uri.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /** Refuses a report that would overwrite something else than an older report. */
  static void check(ScoreOptions options, Sources sources, Configuration hadoop) {
    if (options.report().isEmpty()) {
      checkInOutput(options, hadoop);
      return;
    }
    if (options.report().endsWith(Path.SEPARATOR)) {
      throw JobException.reportIsFolder(Place.of("report", options.report(), hadoop));
    } else if (hasEnding(options.report(), PAGE)) {
      throw JobException.reportIsPage(options.report());
    }
    Place report = Place.of("report", options.report(), hadoop);
    check(report, options, sources, hadoop);
    check(Place.of("report page", page(options.report()), hadoop), options, sources, hadoop);
    report.checkParent();
  }

  /** Only an output that is appended to keeps what lies where the report goes by default. */
  private static void checkInOutput(ScoreOptions options, Configuration hadoop) {
    if (options.mode() == WriteMode.APPEND && ScoreOptions.isFileFormat(options.outputFormat())) {
      String report = new Path(options.output(), Output.REPORT).toString();
      checkOlder(Place.of("report", report, hadoop));
      checkOlder(Place.of("report page", page(report), hadoop));
    }
  }

  private static void check(
      Place report, ScoreOptions options, Sources sources, Configuration hadoop) {
    sources.keepOffReport(report);
    if (ScoreOptions.isFileFormat(options.outputFormat())) {
      keepOffOutput(report, options, hadoop);
    }
    if (!options.quarantine().isEmpty()) {
      Place quarantine = Place.of("quarantine", options.quarantine(), hadoop);
      if (Place.overlap(quarantine.path(), report.path())) {
        throw JobException.reportClashes(report, "quarantine", options.quarantine());
      }
    }
    checkOlder(report);
  }

  private static void checkOlder(Place report) {
    if (!report.exists()) {
      return;
    }
    if (!report.isFile()) {
      throw JobException.reportIsFolder(report);
    }
    try (InputStream file = report.files().open(report.path())) {
      if (!isOurs(report, file)) {
        throw JobException.reportIsNone(report);
      }
    } catch (IOException e) {
      throw report.inaccessible(e);
    }
  }

  private static boolean isOurs(Place report, InputStream file) throws IOException {
    return hasEnding(report.uri(), PAGE) ? ReportPage.isPage(file) : ScoringReport.isReport(file);
  }

  /** A report may lie in the output's folder where this run writes that, and readers skip it. */
  private static void keepOffOutput(Place report, ScoreOptions options, Configuration hadoop) {
    Place output = Place.of("output", options.output(), hadoop);
    if (Place.contains(report.path(), output.path())) {
      throw JobException.reportClashes(report, "output", options.output());
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

  /**
   * Replaces what is there: the page first, so that whoever waits for the JSON finds both.
   *
   * @param uri of the JSON
   */
  static void write(ScoringReport report, String uri, Configuration hadoop) {
    Place json = Place.of("report", uri, hadoop);
    Place page = Place.of("report page", page(uri), hadoop);
    try {
      FreshFile freshJson = FreshFile.write(json.files(), json.path(), report.json());
      FreshFile freshPage = FreshFile.write(page.files(), page.path(), ReportPage.html(report));
      freshPage.putInPlace();
      freshJson.putInPlace();
    } catch (IOException e) {
      throw report.status() == ScoringReport.Status.SUCCEEDED
          ? JobException.onlyReportNotWritten(uri, e)
          : JobException.notWritten("report", uri, e);
    }
  }
}
