package io.forwardpass.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A URI that the user gave, with the file system behind it.
 *
 * @param what for messages: {@code model}, {@code input}
 * @param uri as the user gave it
 * @param path with scheme and authority
 */
record Place(String what, String uri, FileSystem files, Path path) {

  static Place of(String what, String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(hadoop);
      return new Place(what, uri, files, files.makeQualified(path));
    } catch (IOException | RuntimeException e) {
      // Hadoop throws RuntimeException for a scheme whose classes are missing.
      throw JobException.unreadable(what, uri, e);
    }
  }

  boolean exists() {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw JobException.unreadable(what, uri, e);
    }
  }

  boolean isFile() {
    try {
      return files.exists(path) && !files.getFileStatus(path).isDirectory();
    } catch (IOException e) {
      throw JobException.unreadable(what, uri, e);
    }
  }

  /** What the URI, which may be a glob, stands for; empty where there is nothing. */
  List<Path> matches() {
    try {
      FileStatus[] found = files.globStatus(path);
      return found == null ? List.of() : Arrays.stream(found).map(FileStatus::getPath).toList();
    } catch (IOException e) {
      throw JobException.unreadable(what, uri, e);
    }
  }

  /** Whether one of the two is the other, or lies in it. */
  static boolean overlap(Path a, Path b) {
    String first = a.toUri() + Path.SEPARATOR;
    String second = b.toUri() + Path.SEPARATOR;
    return first.startsWith(second) || second.startsWith(first);
  }
}
