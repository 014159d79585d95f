package io.forwardpass.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files, some of which are gone as soon as they were listed. */
public final class VanishingFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "vanishing";

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    if (file.getName().startsWith("part-00002")) {
      throw new FileNotFoundException("File " + file + " does not exist");
    }
    return super.open(file, bufferSize);
  }
}
