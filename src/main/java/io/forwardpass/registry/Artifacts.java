package io.forwardpass.registry;

import java.io.IOException;
import java.util.List;

/** The files that MLflow stored with a model, by their paths in its folder. */
sealed interface Artifacts permits ProxiedArtifacts, FileArtifacts {
  /**
   * A file or a folder.
   *
   * @param name without the folders above it
   */
  record Artifact(String name, boolean isFolder) {}

  /**
   * What lies in a folder; nothing where there is no such folder.
   *
   * @param folder empty for the model's own
   */
  List<Artifact> list(String folder) throws IOException;

  /**
   * A whole file.
   *
   * @param most the bytes that it may have
   */
  byte[] read(String path, long most) throws IOException;
}
