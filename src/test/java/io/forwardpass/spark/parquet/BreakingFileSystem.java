package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/** The local file system, with no room for what the first attempt of a task writes. */
public final class BreakingFileSystem extends RawLocalFileSystem {
  private static final int ROOM = 30_000;

  @Override
  public URI getUri() {
    return URI.create("breaking:///");
  }

  @Override
  public String getScheme() {
    return "breaking";
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return breaking(super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return breaking(
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  private static FSDataOutputStream breaking(FSDataOutputStream file) throws IOException {
    return TaskContext.get() == null || TaskContext.get().attemptNumber() > 0
        ? file
        : new FSDataOutputStream(new Full(file), null);
  }

  /** Takes so many bytes, then none. */
  private static final class Full extends OutputStream {
    private final OutputStream file;
    private int room = ROOM;

    Full(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      room -= count;
      if (room < 0) {
        throw new IOException("no space is left");
      }
      file.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
