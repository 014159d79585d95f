package io.forwardpass.job;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under a scheme that is not known for cheap renames, as an object store's is not. */
public final class UnrenamedFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "unrenamed";

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }
}
