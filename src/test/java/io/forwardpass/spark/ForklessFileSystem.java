package io.forwardpass.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, as {@code core-site.xml} names it for tests. Without Hadoop's native
 * library its own starts a {@code chmod} for every file and folder, which takes longer than most of
 * what is tested.
 */
public final class ForklessFileSystem extends LocalFileSystem {
  public ForklessFileSystem() {
    super(
        new RawLocalFileSystem() {
          @Override
          public void setPermission(Path path, FsPermission permission) throws IOException {
            String symbols =
                permission.getUserAction().SYMBOL
                    + permission.getGroupAction().SYMBOL
                    + permission.getOtherAction().SYMBOL;
            Files.setPosixFilePermissions(
                pathToFile(path).toPath(), PosixFilePermissions.fromString(symbols));
          }
        });
  }
}
