package io.forwardpass.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A hidden file beside the output, which one run alone can create and which that run touches as
 * long as it lives. The file of a run that was killed is taken away by the next one: at once where
 * its process ran on this host and is gone, otherwise when it was not touched for a minute. A run
 * whose file was taken away finds that out before it puts its rows in place.
 *
 * <p>Safe for use by several threads.
 */
final class LockFile implements OutputLock {
  /** How often the file is touched. */
  private static final Duration BEAT = Duration.ofSeconds(10);

  /** Without a touch for as long, the run is taken for dead. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** How long one looks on before a file that seems old is taken away: clocks differ. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  /** How often one who waits looks whether it is free. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /** The system tells a process' start anew each time, from a clock that may be set meanwhile. */
  private static final Duration JITTER = Duration.ofSeconds(5);

  /** Tells the processes that a process sees from those of other containers. */
  private static final java.nio.file.Path NAMESPACE = java.nio.file.Path.of("/proc/self/ns/pid");

  private final FileSystem files;
  private final Path file;

  /** The last of the folders above the file that was there before. */
  private final Path above;

  private final Owner owner;
  private final Ticker beats;

  private LockFile(FileSystem files, Path file, Path above, Owner owner) {
    this.files = files;
    this.file = file;
    this.above = above;
    this.owner = owner;
    this.beats = new Ticker("forwardpass-lock", BEAT, this::touch);
  }

  /**
   * Who holds the lock.
   *
   * @param run random
   * @param processes among which {@code process} is a number; empty for all of the host's
   */
  private record Owner(String run, String host, String processes, long process, Instant started) {

    static Owner self() throws IOException {
      return new Owner(
          UUID.randomUUID().toString(),
          InetAddress.getLocalHost().getHostName(),
          namespace(),
          ProcessHandle.current().pid(),
          started(ProcessHandle.current()).orElse(Instant.EPOCH));
    }

    /** Processes of other containers have numbers of their own, though the host's name be one. */
    private static String namespace() {
      try {
        return Files.readSymbolicLink(NAMESPACE).toString();
      } catch (IOException notLinux) {
        return "";
      }
    }

    private static Optional<Instant> started(ProcessHandle process) {
      return process.info().startInstant();
    }

    String text() {
      return String.join("\n", run, host, processes, String.valueOf(process), started.toString());
    }

    /** Empty where the file is not written yet, or damaged. */
    static Optional<Owner> of(String text) {
      String[] lines = text.split("\n", -1);
      try {
        return lines.length == 5
            ? Optional.of(
                new Owner(
                    lines[0],
                    lines[1],
                    lines[2],
                    Long.parseLong(lines[3]),
                    Instant.parse(lines[4])))
            : Optional.empty();
      } catch (RuntimeException e) {
        return Optional.empty();
      }
    }

    /** Whether its process ran beside that of {@code other}, and is no more. */
    boolean isGone(Owner other) {
      Optional<ProcessHandle> sameNumber = ProcessHandle.of(process);
      Optional<Instant> start = sameNumber.flatMap(Owner::started);
      boolean another =
          start.isPresent() && Duration.between(started, start.get()).abs().compareTo(JITTER) > 0;
      return host.equals(other.host)
          && processes.equals(other.processes)
          && (sameNumber.isEmpty() || another);
    }

    @Override
    public String toString() {
      return "process %s on %s, started %s".formatted(process, host, started);
    }
  }

  /**
   * Takes the lock of an output.
   *
   * @param wait whether to wait for another run's end, rather than to throw
   * @param notes takes a line for the user where there is something to wait for
   */
  static LockFile of(Place output, boolean wait, Consumer<String> notes) {
    Path target = output.real();
    Path folder = target.isRoot() ? target : target.getParent();
    Path file = new Path(folder, "." + target.getName() + ".lock");
    Path above = output.existingParent();
    try {
      Owner self = Owner.self();
      boolean told = false;
      while (!create(output.files(), file, self)) {
        Optional<Owner> holder = read(output.files(), file);
        if (holder.filter(owner -> owner.isGone(self)).isPresent()
            || isAbandoned(output.files(), file)) {
          output.files().delete(file, false);
          continue;
        }
        String who = holder.map(Owner::toString).orElse("unknown");
        if (!wait) {
          throw JobException.outputLocked(output.uri(), who, file.toString());
        } else if (!told) {
          notes.accept(JobException.waiting(output.uri(), who));
          told = true;
        }
        pause(TURN);
      }
      output.files().deleteOnExit(file);
      return new LockFile(output.files(), file, above, self);
    } catch (IOException e) {
      throw JobException.notWritten("lock of the output", output.uri(), e);
    }
  }

  /** False where the file is there. Hadoop's local file system does not create in one step. */
  private static boolean create(FileSystem files, Path file, Owner owner) throws IOException {
    byte[] text = owner.text().getBytes(StandardCharsets.UTF_8);
    if (!files.mkdirs(file.getParent())) {
      throw new IOException("cannot make the folder " + file.getParent());
    }
    if (files.getScheme().equals("file")) {
      try {
        Files.write(
            java.nio.file.Path.of(file.toUri().getPath()), text, StandardOpenOption.CREATE_NEW);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (NoSuchFileException e) {
        if (files.exists(file.getParent())) {
          throw e; // a folder that takes no files
        }
        return false; // another run has just removed the folder, which it had made
      }
    }
    try (OutputStream stream = files.create(file, false)) {
      stream.write(text);
      return true;
    } catch (IOException e) {
      // File systems throw many things where it is there.
      if (files.exists(file)) {
        return false;
      }
      throw e;
    }
  }

  private static Optional<Owner> read(FileSystem files, Path file) throws IOException {
    try (InputStream stream = files.open(file)) {
      return Owner.of(new String(stream.readNBytes(10_000), StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether the file is old by this host's clock, and stays as it is while one looks on. */
  private static boolean isAbandoned(FileSystem files, Path file) throws IOException {
    long touched = touched(files, file);
    if (touched == 0 || touched > Instant.now().minus(LEASE).toEpochMilli()) {
      return false;
    }
    pause(LOOK);
    return touched(files, file) == touched;
  }

  /** 0 where there is no file. */
  private static long touched(FileSystem files, Path file) throws IOException {
    try {
      return files.getFileStatus(file).getModificationTime();
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  private static void pause(Duration duration) {
    try {
      TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void touch() {
    try {
      files.setTimes(file, System.currentTimeMillis(), -1);
    } catch (IOException e) {
      // The file system may be back at the next beat; check() finds out what became of the lock.
    }
  }

  /** Throws where another run has taken the file away. */
  @Override
  public void check() {
    try {
      if (read(files, file).filter(owner::equals).isEmpty()) {
        files.cancelDeleteOnExit(file);
        throw JobException.lockLost(file.toString());
      }
    } catch (IOException e) {
      throw JobException.notWritten("lock of the output", file.toString(), e);
    }
  }

  /** Removes the file, and the folders that were made for it and that nothing came into. */
  @Override
  public void close() {
    beats.close();
    try {
      if (read(files, file).filter(owner::equals).isPresent()) {
        files.delete(file, false);
      }
      files.cancelDeleteOnExit(file);
      for (Path parent = file.getParent();
          !Place.contains(parent, above)
              && files.exists(parent)
              && files.listStatus(parent).length == 0;
          parent = parent.getParent()) {
        files.delete(parent, false);
      }
    } catch (IOException e) {
      // The next run takes the file away, a minute later at most.
    }
  }
}
