package io.forwardpass.job;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

  /** What lies in this folder under that name. */
  Place child(String name) {
    return new Place(what, uri, files, new Path(path, name));
  }

  /** The text that Spark, which takes paths for globs, reads as this path. */
  static String literal(Path path) {
    return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  /** Whether Spark and Hadoop leave a file or folder of that name out of a table. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
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
    return contains(a, b) || contains(b, a);
  }

  /**
   * Whether {@code path} is {@code folder}, or lies in it.
   *
   * @param folder with its scheme, as {@code path}
   */
  static boolean contains(Path folder, Path path) {
    return location(path).startsWith(location(folder));
  }

  /** One text for one place: Hadoop writes {@code file:/a} and {@code file:///a} for the same. */
  private static String location(Path path) {
    URI uri = path.toUri();
    String authority = Objects.requireNonNullElse(uri.getAuthority(), "");
    String name = "file".equals(uri.getScheme()) ? real(uri.getPath()) : uri.getPath();
    String end = name.endsWith(Path.SEPARATOR) ? "" : Path.SEPARATOR;
    return uri.getScheme() + "://" + authority + name + end;
  }

  /** The local path without symbolic links, as far as it exists. */
  private static String real(String local) {
    java.nio.file.Path path = java.nio.file.Path.of(local);
    for (java.nio.file.Path parent = path; parent != null; parent = parent.getParent()) {
      try {
        return parent.toRealPath().resolve(parent.relativize(path)).toString();
      } catch (IOException e) {
        // this part does not exist; its parent may
      }
    }
    return local;
  }
}
