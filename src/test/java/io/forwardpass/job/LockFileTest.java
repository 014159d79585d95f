package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockFileTest {
  /** No process has a larger number on Linux. */
  private static final long NO_PROCESS = (1L << 22) + 1;

  @TempDir Path folder;
  private Path file;
  private Place output;

  @BeforeEach
  void chooseOutput() {
    file = folder.resolve("deep/.scored.lock");
    output = Place.of("output", folder.resolve("deep/scored").toString(), new Configuration());
  }

  private void writeLock(String host, long process, Instant started) throws IOException {
    writeLock(
        host, Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(), process, started);
  }

  private void writeLock(String host, String processes, long process, Instant started)
      throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        String.join("\n", "some-run", host, processes, Long.toString(process), started.toString()));
  }

  private static LockFile take(Place output) {
    return LockFile.of(output, false, note -> {});
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private static Instant started() {
    return ProcessHandle.current().info().startInstant().orElseThrow();
  }

  private void assertLocked() {
    JobException refused = assertThrows(JobException.class, () -> take(output));
    assertEquals(ExitCode.TEMPORARY, refused.code());
    assertTrue(
        refused
            .getMessage()
            .startsWith("another run writes to the output %s (".formatted(output.uri())),
        refused.getMessage());
  }

  @Test
  void oneRunHoldsIt() {
    try (LockFile held = take(output)) {
      held.check();
      assertTrue(Files.exists(file));
      assertLocked();
      held.check();
    }
    assertFalse(Files.exists(file.getParent()), "the folder that was made for it goes with it");
    take(output).close();
  }

  @Test
  void anotherOutputIsAnotherLock() {
    Place other = Place.of("output", output.uri() + "2", new Configuration());
    try (LockFile held = take(output);
        LockFile free = take(other)) {
      held.check();
      free.check();
    }
  }

  @Test
  void oneWaitsForItsEnd() throws Exception {
    LockFile held = take(output);
    List<String> notes = new CopyOnWriteArrayList<>();
    CompletableFuture<LockFile> waiting =
        CompletableFuture.supplyAsync(() -> LockFile.of(output, true, notes::add));
    TimeUnit.MILLISECONDS.sleep(1500);
    assertFalse(waiting.isDone());
    assertEquals(1, notes.size(), notes::toString);
    held.close();
    waiting.get(30, TimeUnit.SECONDS).close();
  }

  @Test
  void theLockOfAProcessThatIsGoneIsTaken() throws IOException {
    writeLock(host(), NO_PROCESS, Instant.now());
    take(output).close();
    Instant before = started().minus(Duration.ofMinutes(1));
    writeLock(host(), ProcessHandle.current().pid(), before);
    take(output).close();
    writeLock(host(), ProcessHandle.current().pid(), started());
    assertLocked();
  }

  @Test
  void theLockOfAnotherHostIsTakenWhenNobodyTouchesIt() throws IOException {
    writeLock("another-host", NO_PROCESS, Instant.now());
    assertLocked();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(61)));
    take(output).close();
  }

  @Test
  void processesOfAnotherContainerAreNotThoseOfThisOne() throws IOException {
    writeLock(host(), "pid:[1]", NO_PROCESS, Instant.now());
    assertLocked();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(61)));
    take(output).close();
  }

  @Test
  void aLockThatIsTouchedIsHeldHoweverOldItSeems() throws Exception {
    writeLock("another-host", NO_PROCESS, Instant.now());
    Instant past = Instant.now().minusSeconds(3600); // by a clock that is an hour behind
    Files.setLastModifiedTime(file, FileTime.from(past));
    CompletableFuture<Void> touch =
        CompletableFuture.runAsync(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(5);
                Files.setLastModifiedTime(file, FileTime.from(past.plusSeconds(10)));
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertLocked();
    touch.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whoseLockWasTakenAwayFindsOut() throws IOException {
    try (LockFile held = take(output)) {
      writeLock("another-host", NO_PROCESS, Instant.now());
      JobException lost = assertThrows(JobException.class, held::check);
      assertEquals(ExitCode.TEMPORARY, lost.code());
    }
    assertEquals(
        "some-run", Files.readAllLines(file).get(0), "and leaves the other's lock where it is");
  }
}
