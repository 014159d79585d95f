package io.forwardpass.job;

import io.forwardpass.registry.ModelUri;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The files and folders that a run reads, and must not write over. */
final class Sources {
  private final List<Place> places = new ArrayList<>();

  /**
   * @param jobFile the URI of {@code --config}, or empty
   */
  Sources(ScoreOptions options, String jobFile, Configuration hadoop) {
    if (!ModelUri.isOne(options.model())) {
      add("model", options.model(), hadoop);
    }
    add("weights", options.weights(), hadoop);
    add("labels file", options.labelsFile(), hadoop);
    add("job file", jobFile, hadoop);
    add("profile", options.profile(), hadoop);
    if (ScoreOptions.isFileFormat(options.format())) {
      options.input().forEach(uri -> add("input", uri, hadoop));
    }
  }

  private void add(String what, String uri, Configuration hadoop) {
    if (!uri.isEmpty()) {
      places.add(Place.of(what, uri, hadoop));
    }
  }

  /** Throws where what is written would replace one of them, or mix with it. */
  void keepOff(Place written) {
    for (Place source : places) {
      for (Path path : taken(source)) {
        if (Place.overlap(written.path(), path)) {
          throw JobException.overlap(written, source.what(), path.toString());
        }
      }
    }
  }

  /** Throws where the report would replace one of them, or lie in it. */
  void keepOffReport(Place report) {
    for (Place source : places) {
      if (taken(source).stream().anyMatch(path -> Place.contains(path, report.path()))) {
        throw JobException.reportClashes(report, source.what(), source.uri());
      }
    }
  }

  /** Throws where a profile would replace one of them, or lie in it. */
  void keepOffProfile(Place profile) {
    for (Place source : places) {
      if (taken(source).stream().anyMatch(path -> Place.contains(path, profile.path()))) {
        throw JobException.profileClashes(profile.uri(), source.what(), source.uri());
      }
    }
  }

  private static List<Path> taken(Place source) {
    List<Path> taken = new ArrayList<>(source.matches());
    taken.add(source.path()); // a name with a glob's characters in it matches something else
    return taken;
  }
}
