package io.forwardpass.job;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;

/**
 * A URI that the user gave, with the file system behind it.
 *
 * @param what for messages: {@code model}, {@code input}
 * @param uri as the user gave it
 * @param path with scheme and authority
 */
record Place(String what, String uri, FileSystem files, Path path) {

  /** File systems whose folders are real, and which say at little cost who may write to them. */
  private static final Set<String> FOLDERS = Set.of("file", "hdfs");

  static Place of(String what, String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(hadoop);
      return new Place(what, uri, files, files.makeQualified(path));
    } catch (IOException | RuntimeException e) {
      // Hadoop throws RuntimeException for a scheme whose classes are missing.
      throw JobException.inaccessible(what, uri, e);
    }
  }

  /** The file system without the checksum that Hadoop puts beside a local file that people edit. */
  FileSystem withoutChecksums() {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
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

  JobException inaccessible(IOException cause) {
    return JobException.inaccessible(what, uri, cause);
  }

  boolean exists() {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  boolean isFile() {
    try {
      return files.exists(path) && !files.getFileStatus(path).isDirectory();
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  /** What the URI, which may be a glob, stands for; empty where there is nothing. */
  List<Path> matches() {
    try {
      FileStatus[] found = files.globStatus(path);
      return found == null ? List.of() : Arrays.stream(found).map(FileStatus::getPath).toList();
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  /** Throws where the folder that it would lie in is none, or does not let us write. */
  void checkParent() {
    String scheme = files.getScheme();
    if (!FOLDERS.contains(scheme)) {
      return;
    }
    Path parent = existingParent();
    try {
      if (!files.getFileStatus(parent).isDirectory()) {
        throw JobException.parentNotWritable(what, uri, parent.toString(), "is no folder");
      } else if (!scheme.equals("file")) {
        files.access(parent, FsAction.WRITE_EXECUTE);
      } else if (!Files.isWritable(java.nio.file.Path.of(parent.toUri().getPath()))) {
        throw JobException.parentNotWritable(
            what, uri, parent.toString(), "is not writable for this user");
      }
    } catch (IOException e) {
      throw JobException.notWritten(what, uri, e);
    }
  }

  /** The nearest folder above it that is there. */
  Path existingParent() {
    try {
      Path parent = path.isRoot() ? path : path.getParent();
      while (!parent.isRoot() && !files.exists(parent)) {
        parent = parent.getParent();
      }
      return parent;
    } catch (IOException e) {
      throw inaccessible(e);
    }
  }

  /** The path, of a local one without symbolic links. */
  Path real() {
    URI uri = path.toUri();
    return "file".equals(uri.getScheme())
        ? new Path(uri.getScheme(), uri.getAuthority(), real(uri.getPath()))
        : path;
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
