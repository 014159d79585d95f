package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.Animals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors in processes of their own, of which one is not like the other. */
final class DoctorIT {
  /** A Java that leaves a module out where it is to be executor 1. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      if [[ " $* " == *" --executor-id 1 "* ]]; then
        words=()
        for word in "$@"; do
          [[ "$word" == --add-modules=jdk.incubator.vector ]] || words+=("$word")
        done
        set -- "${words[@]}"
      fi
      exec '%s' "$@"
      """;

  @TempDir Path folder;

  private void assertLine(String pattern, String output) {
    assertTrue(output.lines().anyMatch(line -> line.matches(pattern)), pattern + "\n" + output);
  }

  @Test
  void tellsOneExecutorFromTheOther() throws Exception {
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(
        java, JAVA.formatted(Path.of(System.getProperty("java.home"), "bin", "java")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = Files.createFile(folder.resolve("file"));
    List<String> spark =
        List.of(
            "--master",
            "local-cluster[2,1,1024]",
            "--conf",
            "spark.executor.memory=768m",
            "--conf",
            "spark.executorEnv.JAVA_HOME=" + folder.resolve("java"));
    List<String> doctor =
        List.of("doctor", "--model", Animals.MODEL, "--output", file.resolve("scored").toString());
    try (Submission job = Submission.start(spark, doctor)) {
      assertEquals(80, job.exitCode(), job.output());
      String output = job.output();
      assertLine("executors +\\S+ +2 of 2 answered +ok", output);
      assertLine("native library +executors 0, 1 +.* +ok", output);
      assertLine("Vector API +executor 0 +in use +ok", output);
      assertLine("Vector API +executor 1 +missing +warn", output);
      assertLine("heap +executors 0, 1 +768.0 MiB, of which the model needs .* +ok", output);
      assertLine("write to the output +driver +file:.* +fail", output);
      assertLine("write to the output +executors 0, 1 +file:.* +fail", output);
      assertLine(
          "warn: Vector API: add --add-modules=jdk.incubator.vector .*\\(executor 1\\)", output);
    }
  }
}
