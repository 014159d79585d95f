package io.forwardpass.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A model file's bytes with where they came from.
 *
 * @param uri as the user gave it
 * @param content the file itself
 */
public record ModelFile(String uri, @SuppressWarnings("ArrayRecordComponent") byte[] content) {

  /**
   * Reads any URI that Hadoop can read.
   *
   * @throws FileNotFoundException if there is no such file, or it is a folder
   */
  public static ModelFile read(String uri, Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path) || files.getFileStatus(path).isDirectory()) {
      throw new FileNotFoundException(uri);
    }
    try (InputStream stream = files.open(path)) {
      return new ModelFile(uri, stream.readAllBytes());
    }
  }
}
