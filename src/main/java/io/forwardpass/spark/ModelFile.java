package io.forwardpass.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A model file's bytes with where they came from.
 *
 * @param uri as the user gave it
 * @param content the file itself; of a file of another kind perhaps no more than its beginning,
 *     which tells the kind
 */
public record ModelFile(String uri, @SuppressWarnings("ArrayRecordComponent") byte[] content) {
  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Enough to tell any kind of file. */
  private static final int BEGINNING = 512;

  /** The longest array of a JVM, nearly. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  /**
   * Reads any URI that Hadoop can read.
   *
   * @throws FileNotFoundException if there is no such file, or it is a folder
   * @throws IOException if it cannot be read, or is too long for a model
   */
  public static ModelFile read(String uri, Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path) || files.getFileStatus(path).isDirectory()) {
      throw new FileNotFoundException(uri);
    }
    FileStatus status = files.getFileStatus(path);
    try (FSDataInputStream stream = files.open(path)) {
      byte[] beginning = stream.readNBytes(BEGINNING);
      if (!startsWith(beginning, ARCHIVE) && !startsWith(beginning, HDF5)) {
        return new ModelFile(uri, beginning);
      } else if (status.getLen() > LONGEST) {
        throw new IOException(
            "it has %,d bytes; a model file has at most %,d; save it without the optimizer's state"
                .formatted(status.getLen(), LONGEST));
      }
      stream.seek(0);
      return new ModelFile(uri, stream.readAllBytes());
    }
  }

  private static boolean startsWith(byte[] file, byte[] signature) {
    return Arrays.equals(Arrays.copyOf(file, signature.length), signature);
  }
}
