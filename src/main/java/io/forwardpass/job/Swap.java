package io.forwardpass.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that is replaced, whole or in part, by what is written beside it under a hidden name,
 * once that is complete. Whole, two renames put the new one in place. In part, one rename says that
 * the new folders are complete and stand; they are then moved in one by one, and where the run is
 * killed meanwhile the next one moves the rest. Runs on one output take turns: {@link OutputLock}.
 */
final class Swap {
  /** File systems whose rename costs nothing, and is done whole or not at all. */
  private static final Set<String> RENAMING =
      Set.of("file", "hdfs", "viewfs", "abfs", "abfss", "ofs", "o3fs");

  /** Lists the folders that change, each behind {@link #REPLACED} or {@link #REMOVED}. */
  private static final String CHANGES = "_changes";

  private static final String REPLACED = "replaced ";
  private static final String REMOVED = "removed ";
  private static final String SUCCESS = "_SUCCESS";

  /** A random UUID. */
  private static final String RUN = "[0-9a-f-]{36}";

  /** Linux tells here what is mounted, the folder as the fifth text of a line. */
  private static final java.nio.file.Path MOUNTS = java.nio.file.Path.of("/proc/self/mountinfo");

  private final FileSystem files;
  private final Path target;

  Swap(Place place) {
    files = place.files();
    target = place.real();
  }

  static boolean isPossible(Place place) {
    return RENAMING.contains(place.files().getScheme());
  }

  /** Whether a volume is mounted at the folder, so that nothing can take its place. */
  static boolean isMounted(Place place) {
    if (!isLocal(place.files()) || !Files.exists(MOUNTS)) {
      return false;
    }
    String folder = local(place.real()).toString().replace(" ", "\\040");
    try (Stream<String> mounts = Files.lines(MOUNTS)) {
      return mounts.anyMatch(mount -> mount.split(" ", 6)[4].equals(folder));
    } catch (IOException e) {
      throw place.inaccessible(e);
    }
  }

  private static boolean isLocal(FileSystem files) {
    return files.getScheme().equals("file");
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** What of the path of a folder that is being written is not the table's, for OpenLineage. */
  static final String UNFINISHED = "(.*)(?<remove>/\\.[^/]+\\.new-" + RUN + ")(/.*)";

  /** {@code new}: being written; {@code ready}: complete, being moved in; {@code old}: replaced. */
  private Path beside(String kind, String run) {
    return new Path(target.getParent(), prefix(kind) + run);
  }

  private String prefix(String kind) {
    return "." + target.getName() + "." + kind + "-";
  }

  /**
   * Replaces the whole folder, or makes it.
   *
   * @param content writes the new content into a folder that is there; nothing is replaced where it
   *     throws
   */
  void replace(Consumer<Path> content) throws IOException {
    String run = UUID.randomUUID().toString();
    Path old = beside("old", run);
    stage(
        run,
        content,
        fresh -> {
          boolean existed = files.exists(target);
          if (existed) {
            rename(target, old);
          }
          try {
            rename(fresh, target);
          } catch (IOException e) {
            if (existed) {
              rename(old, target);
            }
            throw e;
          }
        });
    files.delete(old, true);
  }

  /** Replaces the folders of a slice, those that the new content lacks by nothing. */
  void replace(Consumer<Path> content, SliceFolders folders) throws IOException {
    String run = UUID.randomUUID().toString();
    Path ready = beside("ready", run);
    stage(
        run,
        content,
        fresh -> {
          writeChanges(fresh, folders.written(files, fresh), folders.below(files, target));
          rename(fresh, ready);
        });
    moveIn(ready);
  }

  private interface Commit {
    void accept(Path fresh) throws IOException;
  }

  /** Writes beside the folder; what is not put in place is deleted. */
  private void stage(String run, Consumer<Path> content, Commit commit) throws IOException {
    Path hidden = beside("new", run);
    // By its own name, which is what a listener for lineage takes from its path.
    Path fresh = new Path(hidden, target.getName());
    // Hadoop forgets what does not exist yet.
    files.mkdirs(fresh);
    files.deleteOnExit(hidden);
    try {
      content.accept(fresh);
      commit.accept(fresh);
    } finally {
      files.delete(hidden, true);
      files.cancelDeleteOnExit(hidden);
    }
  }

  private void writeChanges(Path fresh, List<String> written, List<String> there)
      throws IOException {
    List<String> lines = new ArrayList<>();
    written.forEach(folder -> lines.add(REPLACED + folder));
    there.stream()
        .filter(folder -> !written.contains(folder))
        .forEach(folder -> lines.add(REMOVED + folder));
    try (OutputStream stream = files.create(new Path(fresh, CHANGES), true)) {
      stream.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** May be called again for a folder that another call has moved in part. */
  private void moveIn(Path ready) throws IOException {
    files.mkdirs(target);
    for (String change : changes(ready)) {
      if (change.startsWith(REPLACED)) {
        String folder = change.substring(REPLACED.length());
        if (files.exists(new Path(ready, folder))) {
          moveOut(new Path(target, folder), ready);
          files.mkdirs(new Path(target, folder).getParent());
          rename(new Path(ready, folder), new Path(target, folder));
        }
      } else if (change.startsWith(REMOVED)) {
        Path folder = new Path(target, change.substring(REMOVED.length()));
        moveOut(folder, ready);
        removeEmptyAbove(folder);
      }
    }
    files.create(new Path(target, SUCCESS), true).close();
    // Under the name of what may be deleted in any state, for a deletion takes many steps.
    Path done = beside("new", UUID.randomUUID().toString());
    rename(ready, done);
    files.delete(done, true);
  }

  private List<String> changes(Path ready) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(files.open(new Path(ready, CHANGES)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /** Out of the table in one step; a deletion would take many. */
  private void moveOut(Path folder, Path ready) throws IOException {
    if (files.exists(folder)) {
      rename(folder, new Path(ready, "_old-" + UUID.randomUUID()));
    }
  }

  private void removeEmptyAbove(Path folder) throws IOException {
    for (Path parent = folder.getParent();
        !parent.equals(target) && files.exists(parent) && files.listStatus(parent).length == 0;
        parent = parent.getParent()) {
      files.delete(parent, false);
    }
  }

  /** Hadoop's local file system would copy and delete what the system does not rename. */
  private void rename(Path from, Path to) throws IOException {
    if (isLocal(files)) {
      Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
    } else if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /**
   * Ends what runs left that were killed: puts the old folder back where one was killed between its
   * renames, moves in what was complete, and deletes the rest.
   *
   * @return a line for the user on each thing of note
   */
  List<String> tidy() throws IOException {
    List<String> notes = new ArrayList<>();
    if (!files.exists(target.getParent())) {
      return notes;
    }
    List<Path> old = left("old");
    if (old.size() == 1 && !files.exists(target)) {
      rename(old.get(0), target);
      notes.add(JobException.putBack(target.toString(), old.get(0).toString()));
    }
    for (Path ready : left("ready")) {
      moveIn(ready);
      notes.add(JobException.movedIn(target.toString()));
    }
    List<Path> rest = left("new");
    if (files.exists(target)) {
      rest.addAll(left("old"));
    }
    for (Path folder : rest) {
      files.delete(folder, true);
    }
    return notes;
  }

  private List<Path> left(String kind) throws IOException {
    // An output may be called as this one and .old-something.
    String name = Pattern.quote(prefix(kind)) + RUN;
    List<Path> left = new ArrayList<>();
    for (FileStatus neighbour : files.listStatus(target.getParent())) {
      if (neighbour.isDirectory() && neighbour.getPath().getName().matches(name)) {
        left.add(neighbour.getPath());
      }
    }
    return left;
  }
}
