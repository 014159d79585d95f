package io.forwardpass.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A folder that is replaced by a new one when that is complete: the new one is written beside it
 * under a hidden name, and two renames put it in place of the old one.
 */
final class Swap {
  /** File systems whose rename costs nothing, and is done whole or not at all. */
  private static final Set<String> RENAMING =
      Set.of("file", "hdfs", "viewfs", "abfs", "abfss", "ofs", "o3fs");

  /** A folder in which nothing was written for as long belongs to no run. */
  private static final Duration ABANDONED = Duration.ofHours(24);

  private final FileSystem files;
  private final Path target;

  Swap(Place place) {
    files = place.files();
    target = place.real();
  }

  static boolean isPossible(Place place) {
    return RENAMING.contains(place.files().getScheme());
  }

  private Path beside(String kind, String run) {
    return new Path(target.getParent(), prefix(kind) + run);
  }

  /** The hidden name's beginning: {@code new} for the folder being written, {@code old}. */
  private String prefix(String kind) {
    return "." + target.getName() + "." + kind + "-";
  }

  /**
   * @param write writes the new folder
   */
  void replace(Consumer<Path> write) throws IOException {
    String run = UUID.randomUUID().toString();
    Path fresh = beside("new", run);
    Path old = beside("old", run);
    // Hadoop forgets what does not exist yet.
    files.mkdirs(fresh);
    files.deleteOnExit(fresh);
    try {
      write.accept(fresh);
      rename(target, old);
      try {
        rename(fresh, target);
      } catch (IOException e) {
        rename(old, target);
        throw e;
      }
    } finally {
      files.delete(fresh, true);
      files.cancelDeleteOnExit(fresh);
    }
    files.delete(old, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /**
   * Clears away what runs left that were killed: puts the old folder back where one was killed
   * between its renames, and deletes what was abandoned.
   *
   * @return a line for the user on each thing of note
   */
  List<String> tidy() throws IOException {
    List<String> notes = new ArrayList<>();
    if (!files.exists(target.getParent())) {
      return notes;
    }
    List<FileStatus> old = left("old");
    if (old.size() == 1 && !files.exists(target)) {
      rename(old.get(0).getPath(), target);
      notes.add(JobException.putBack(target.toString(), old.get(0).getPath().toString()));
      old = List.of();
    }
    List<FileStatus> left = new ArrayList<>(left("new"));
    left.addAll(old);
    List<String> kept = new ArrayList<>();
    for (FileStatus folder : left) {
      boolean only = old.contains(folder) && !files.exists(target);
      if (!only && lastWritten(folder).isBefore(Instant.now().minus(ABANDONED))) {
        files.delete(folder.getPath(), true);
      } else {
        kept.add(folder.getPath().toString());
      }
    }
    if (!kept.isEmpty()) {
      notes.add(JobException.leftBehind(kept));
    }
    return notes;
  }

  private List<FileStatus> left(String kind) throws IOException {
    List<FileStatus> left = new ArrayList<>();
    for (FileStatus neighbour : files.listStatus(target.getParent())) {
      if (neighbour.isDirectory() && neighbour.getPath().getName().startsWith(prefix(kind))) {
        left.add(neighbour);
      }
    }
    return left;
  }

  /** When the youngest thing in the folder was written. */
  private Instant lastWritten(FileStatus folder) throws IOException {
    long youngest = folder.getModificationTime();
    RemoteIterator<LocatedFileStatus> inside = files.listFiles(folder.getPath(), true);
    while (inside.hasNext()) {
      youngest = Math.max(youngest, inside.next().getModificationTime());
    }
    return Instant.ofEpochMilli(youngest);
  }
}
