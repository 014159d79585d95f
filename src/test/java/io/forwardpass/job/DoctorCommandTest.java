package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.job.Diagnosis.Finding;
import io.forwardpass.job.Diagnosis.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  private static final Vitals HEALTHY = vitals("0", "17.0.15", "2.36", "avx2 fma", true, 1000, "");

  @TempDir Path folder;

  private static Vitals vitals(
      String executor,
      String java,
      String glibc,
      String instructions,
      boolean vectors,
      long clock,
      String unwritten) {
    return new Vitals(
        executor,
        "host",
        "0.1.0, 5 bytes",
        java,
        "CpuBackend, AVX2",
        "",
        vectors,
        instructions,
        glibc,
        2,
        1,
        "OMP_NUM_THREADS=1",
        1L << 30,
        1L << 30,
        0,
        "/cache",
        1L << 40,
        clock,
        unwritten);
  }

  private static Diagnosis of(Vitals... executors) {
    Executors asked = new Executors(false, 1, true, 1, OptionalInt.of(2), 1L << 30, 384L << 20);
    return new Diagnosis(
        new Checkup(HEALTHY, 2, List.of(executors), 1000, 3000), asked, Optional.empty(), true);
  }

  private static Finding finding(Diagnosis diagnosis, String check, String place) {
    return diagnosis.findings().stream()
        .filter(found -> found.check().equals(check) && found.place().equals(place))
        .findFirst()
        .orElseThrow(() -> new AssertionError(diagnosis.text()));
  }

  @Test
  void findsThisMachineFitAndLeavesNothingBehind() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "doctor", "--model", Penguins.MODEL, "--output", folder.resolve("scored").toString());
    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().matches("(?s).*executors +\\S+ +1 of 1 answered +ok\n.*"), run.out());
    assertTrue(run.out().matches("(?s).*native library +driver +\\S+, .* +ok\n.*"), run.out());
    assertTrue(run.out().contains("written and deleted"), run.out());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void failsWhereTheOutputCannotBeWritten() throws IOException {
    // A folder's name that is a file's: not even root can write into it.
    Path file = Files.createFile(folder.resolve("file"));
    CommandLineRun run = CommandLineRun.of("doctor", "--output", file.resolve("scored").toString());
    assertEquals(80, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("fail: write to the output: let the user"), run.out());
  }

  @Test
  void saysTheSameOfLikeExecutorsOnce() {
    Diagnosis diagnosis = of(HEALTHY, vitals("1", "17.0.15", "2.36", "avx2 fma", true, 2999, ""));
    assertEquals(ExitCode.OK, diagnosis.code());
    assertEquals(Verdict.OK, finding(diagnosis, "clock", "executors 0, 1").verdict());
    assertFalse(diagnosis.text().contains("warn"), diagnosis.text());
  }

  @Test
  void warnsOfWhatIsSlowAndFailsWhatDoesNotRun() {
    Diagnosis slow = of(HEALTHY, vitals("1", "21.0.1", "2.36", "avx2 fma", false, 13_000, ""));
    assertEquals(ExitCode.OK, slow.code());
    assertEquals(Verdict.OK, finding(slow, "Vector API", "executor 0").verdict());
    assertEquals(Verdict.WARN, finding(slow, "Vector API", "executor 1").verdict());
    assertEquals(Verdict.WARN, finding(slow, "Java", "executor 1").verdict());
    assertEquals("10 s ahead", finding(slow, "clock", "executor 1").value());
    assertEquals(Verdict.WARN, finding(slow, "clock", "executor 1").verdict());
    Diagnosis broken =
        of(HEALTHY, vitals("1", "11.0.2", "2.17", "fma", true, -100_000, "hdfs:/a: denied"));
    assertEquals(ExitCode.UNFIT, broken.code());
    for (String check : List.of("Java", "glibc", "processor", "clock", "write to the output")) {
      assertEquals(Verdict.FAIL, finding(broken, check, "executor 1").verdict(), check);
      assertEquals(Verdict.OK, finding(broken, check, "executor 0").verdict(), check);
    }
  }

  @Test
  void failsWhereAnExecutorDoesNotAnswer() {
    Diagnosis diagnosis = of(HEALTHY);
    assertEquals(ExitCode.UNFIT, diagnosis.code());
    assertEquals("1 of 2 answered", finding(diagnosis, "executors", "host").value());
  }

  @Test
  void takesTheOptionsOfScoreAndRefusesOthers() {
    CommandLineRun run = CommandLineRun.of("doctor", "--modle", "x");
    assertEquals(64, run.code());
    assertTrue(run.err().contains("the nearest known one is --model"), run.err());
  }
}
