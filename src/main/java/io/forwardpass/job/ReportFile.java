package io.forwardpass.job;

import io.forwardpass.report.ScoringReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The report on its way to a file system: whole or not at all. */
final class ReportFile {
  private ReportFile() {}

  /** Replaces what is there. */
  static void write(ScoringReport report, String uri, Configuration hadoop) {
    Place place = Place.of("report", uri, hadoop);
    Path target = place.path();
    Path fresh = new Path(target.getParent(), "." + target.getName() + ".new-" + UUID.randomUUID());
    try {
      try (OutputStream stream = place.files().create(fresh, true)) {
        stream.write(report.json().getBytes(StandardCharsets.UTF_8));
      }
      place.files().delete(target, false);
      if (!place.files().rename(fresh, target)) {
        throw new IOException("cannot rename " + fresh + " to " + target);
      }
    } catch (IOException e) {
      throw JobException.reportNotWritten(uri, e);
    }
  }
}
