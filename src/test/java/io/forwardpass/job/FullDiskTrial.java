package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An output on a disk that fills up, or can only be read: a file system in memory that the shell of
 * the test alone sees, in a namespace of its own. For hosts that allow one: {@code mvn -B
 * failsafe:integration-test failsafe:verify -Dit.test=FullDiskTrial}, once the jar is made.
 */
final class FullDiskTrial {
  private static final int COPIES = 30_000;

  @TempDir Path folder;

  /** The command that scores {@code input}, its output in {@code $1} of the script. */
  private static String score(Path input, String mode) {
    List<String> command =
        new ArrayList<>(List.of("jobs/spark-submit", "--master", "local[2]", "--conf"));
    command.add("spark.ui.enabled=false");
    command.add(Submission.JAR.toString());
    command.addAll(ManyAnimals.scoreOptions(input, Path.of("disk")));
    command.addAll(List.of("--mode", mode));
    return String.join(" ", command).replace("--output disk", "--output $1/disk/scored");
  }

  private static String line(String output, String start) {
    return output.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }

  @Test
  void keepsTheOldOutputAndIsRepairedByTheNextRun() throws Exception {
    Path small = folder.resolve("small");
    Path large = folder.resolve("large");
    ManyAnimals.write(small, 1, 1);
    ManyAnimals.write(large, COPIES, 4);
    String script =
        String.join(
            "\n",
            "mkdir $1/disk && mount -t tmpfs -o size=1m tmpfs $1/disk",
            "files() { (cd $1/disk && find . -type f | sort | xargs sha256sum | sha256sum); }",
            score(small, "error") + " > /dev/null 2>&1; echo small $?",
            "files $1 > $1/before",
            score(large, "overwrite") + "; echo full $?",
            "files $1 | cmp - $1/before && echo unchanged",
            "mount -o remount,ro $1/disk",
            score(large, "overwrite") + "; echo readonly $?",
            "files $1 | cmp - $1/before && echo unchanged again",
            "mount -o remount,rw,size=64m $1/disk",
            score(large, "overwrite") + "; echo repaired $?",
            "ls -A $1/disk",
            "cp -r $1/disk/scored $1/scored");
    try (Submission shell =
        Submission.start(
            List.of("unshare", "-rm", "bash", "-c", script, "bash", folder.toString()))) {
      assertEquals(0, shell.exitCode(), shell.output());
      String output = shell.output();
      assertEquals("small 0", line(output, "small "), output);
      assertEquals("full 73", line(output, "full "), output);
      assertEquals("readonly 73", line(output, "readonly "), output);
      assertEquals("repaired 0", line(output, "repaired "), output);
      assertTrue(output.contains("\nunchanged\n"), output);
      assertTrue(output.contains("\nunchanged again\n"), output);
      List<String> said = output.lines().filter(line -> line.startsWith("forwardpass: ")).toList();
      List<String> failures = said.stream().filter(line -> !line.contains(" tasks, ")).toList();
      assertEquals(2, failures.size(), output);
      assertEquals(
          "forwardpass: reading or writing failed: No space left on device; the output was not completed",
          failures.get(0));
      assertTrue(
          Pattern.matches(
              "forwardpass: .*/disk.*(Read-only file system|is not writable).*", failures.get(1)),
          failures.get(1));
      assertTrue(output.endsWith("repaired 0\nscored\n"), output);
    }
    ManyAnimals.assertScored(folder.resolve("scored"), COPIES);
    assertTrue(Files.exists(folder.resolve("scored/_SUCCESS")));
  }
}
