package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  /** One of the files that hold the table's rows. */
  Optional<Path> dataFile() {
    return dataFiles(1).stream().findFirst();
  }

  /**
   * The files that hold the table's rows; no more folders are listed than it takes.
   *
   * @param limit as many at most
   */
  List<Path> dataFiles(int limit) {
    List<Path> found = new ArrayList<>();
    try {
      if (exists) {
        find(place.files(), place.path(), found, limit);
      }
      return found;
    } catch (IOException e) {
      throw place.inaccessible(e);
    }
  }

  private static void find(FileSystem files, Path folder, List<Path> found, int limit)
      throws IOException {
    for (FileStatus child : files.listStatus(folder)) {
      if (found.size() == limit) {
        return;
      }
      boolean shown = !Place.isHidden(child.getPath().getName());
      if (shown && child.isFile()) {
        found.add(child.getPath());
      } else if (shown) {
        find(files, child.getPath(), found, limit);
      }
    }
  }
}
