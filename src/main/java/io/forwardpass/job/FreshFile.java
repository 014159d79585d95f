package io.forwardpass.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A text that is written beside the file that it is to replace, under a name that readers skip, so
 * that the file appears whole or not at all. It goes with this JVM if it was not put in place.
 */
record FreshFile(FileSystem files, Path target, Path fresh) {

  static FreshFile write(FileSystem files, Path target, String text) throws IOException {
    Path fresh = new Path(target.getParent(), "." + target.getName() + ".new-" + UUID.randomUUID());
    try (OutputStream stream = files.create(fresh, true)) {
      files.deleteOnExit(fresh);
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return new FreshFile(files, target, fresh);
  }

  /** Replaces what is there. */
  void putInPlace() throws IOException {
    files.delete(target, false);
    if (!files.rename(fresh, target)) {
      throw new IOException("cannot rename " + fresh + " to " + target);
    }
    files.cancelDeleteOnExit(fresh);
  }
}
