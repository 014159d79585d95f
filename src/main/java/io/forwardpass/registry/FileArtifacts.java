package io.forwardpass.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Files in a store that Hadoop reads. */
record FileArtifacts(FileSystem files, Path root) implements Artifacts {

  static FileArtifacts of(String folder, Configuration hadoop) throws IOException {
    try {
      Path path = new Path(hadoopUri(folder, hadoop));
      FileSystem files = path.getFileSystem(hadoop);
      return new FileArtifacts(files, files.makeQualified(path));
    } catch (RuntimeException e) {
      // Hadoop throws RuntimeException for a scheme whose classes are missing.
      throw new IOException(e.getMessage(), e);
    }
  }

  /** MLflow writes {@code s3:} for Hadoop's {@code s3a:}, and local paths without a scheme. */
  private static String hadoopUri(String folder, Configuration hadoop) throws IOException {
    if (folder.startsWith("/")) {
      return "file://" + folder;
    } else if (!folder.startsWith("s3://")) {
      return folder;
    }
    try {
      FileSystem.getFileSystemClass("s3", hadoop);
      return folder;
    } catch (UnsupportedFileSystemException e) {
      return "s3a" + folder.substring("s3".length());
    }
  }

  private Path full(String path) {
    return path.isEmpty() ? root : new Path(root, path);
  }

  @Override
  public List<Artifact> list(String folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(full(folder)))
          .map(status -> new Artifact(status.getPath().getName(), status.isDirectory()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public byte[] read(String path, long most) throws IOException {
    long length = files.getFileStatus(full(path)).getLen();
    if (length > most) {
      throw new IOException(
          String.format(Locale.ROOT, "%s has %,d bytes, of at most %,d", full(path), length, most));
    }
    try (FSDataInputStream stream = files.open(full(path))) {
      return stream.readAllBytes();
    }
  }
}
