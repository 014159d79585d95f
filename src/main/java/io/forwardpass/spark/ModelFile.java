package io.forwardpass.spark;

import io.forwardpass.keras.ModelBackend;
import io.forwardpass.keras.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

  /** More than any architecture that is read. */
  private static final int LONGEST_ARCHITECTURE = 16 << 20;

  /** The longest array of a JVM, nearly. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  /**
   * Reads any URI that Hadoop can read: a file, or the folder of a model saved unzipped.
   *
   * @throws FileNotFoundException if there is no such file, or it is another folder
   * @throws IOException if it cannot be read, or is too long for a model
   */
  public static ModelFile read(String uri, Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path)) {
      throw new FileNotFoundException(uri);
    }
    return new ModelFile(
        uri,
        files.getFileStatus(path).isDirectory()
            ? folder(path, files)
            : file(path, files, BEGINNING));
  }

  /**
   * Reads an architecture and its weights.
   *
   * @throws IOException if one of the two cannot be read, or is too long
   */
  public static ModelFile read(String uri, String weights, Configuration hadoop)
      throws IOException {
    Path architecture = new Path(uri);
    Path file = new Path(weights);
    return new ModelFile(
        uri,
        ModelFiles.of(
            file(architecture, architecture.getFileSystem(hadoop), LONGEST_ARCHITECTURE),
            file(file, file.getFileSystem(hadoop), BEGINNING)));
  }

  /** The same, with what computed it, where the file does not say so. */
  public ModelFile computedBy(ModelBackend backend) {
    return backend == ModelBackend.AUTO
        ? this
        : new ModelFile(uri, ModelFiles.computedBy(content, backend));
  }

  private static byte[] folder(Path folder, FileSystem files) throws IOException {
    Map<String, byte[]> members = new HashMap<>();
    for (String name : ModelFiles.IN_FOLDER) {
      Path member = new Path(folder, name);
      if (!files.exists(member)) {
        throw new FileNotFoundException(member.toString());
      }
      members.put(name, file(member, files, LONGEST_ARCHITECTURE));
    }
    return ModelFiles.zipped(members);
  }

  /**
   * @param most the bytes to read of a file that is neither a zip archive nor HDF5
   */
  private static byte[] file(Path path, FileSystem files, int most) throws IOException {
    FileStatus status = files.getFileStatus(path);
    try (FSDataInputStream stream = files.open(path)) {
      byte[] beginning = stream.readNBytes(most);
      if (!startsWith(beginning, ARCHIVE) && !startsWith(beginning, HDF5)) {
        return beginning;
      } else if (status.getLen() > LONGEST) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "it has %,d bytes; a model file has at most %,d; save it without the optimizer's state",
                status.getLen(),
                LONGEST));
      }
      stream.seek(0);
      return stream.readAllBytes();
    }
  }

  private static boolean startsWith(byte[] file, byte[] signature) {
    return Arrays.equals(Arrays.copyOf(file, signature.length), signature);
  }
}
