package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What lies where a file output goes, looked at before the run writes there. */
final class ExistingOutput {
  /** What Hadoop's file committer writes below until a run ends. */
  private static final String TEMPORARY = "_temporary";

  private final Place place;
  private final boolean exists;

  ExistingOutput(Place place) {
    this.place = place;
    this.exists = place.exists();
  }

  boolean exists() {
    return exists;
  }

  /** Throws where the mode does not go with what is there. */
  void check(WriteMode mode) {
    if (!exists) {
      return;
    }
    boolean unfinished = place.child(TEMPORARY).exists();
    String temporary = place.child(TEMPORARY).path().toString();
    if (mode == WriteMode.ERROR) {
      throw unfinished && dataFile().isEmpty()
          ? JobException.outputExistsUnfinished(place.uri(), temporary)
          : JobException.outputExists(place.uri());
    } else if (mode == WriteMode.APPEND && unfinished) {
      throw JobException.outputUnfinished(place.uri(), temporary);
    } else if (mode == WriteMode.IGNORE && !place.child("_SUCCESS").exists()) {
      if (unfinished) {
        throw JobException.outputUnfinished(place.uri(), temporary);
      } else if (dataFile().isEmpty()) {
        throw JobException.outputEmpty(place.uri());
      }
    }
  }

  /** One of the files that hold the table's rows; no more folders are listed than it takes. */
  Optional<Path> dataFile() {
    try {
      return exists ? dataFile(place.files(), place.path()) : Optional.empty();
    } catch (IOException e) {
      throw JobException.unreadable(place.what(), place.uri(), e);
    }
  }

  private static Optional<Path> dataFile(FileSystem files, Path folder) throws IOException {
    for (FileStatus child : files.listStatus(folder)) {
      Path path = child.getPath();
      if (!Place.isHidden(path.getName())) {
        Optional<Path> found = child.isFile() ? Optional.of(path) : dataFile(files, path);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
