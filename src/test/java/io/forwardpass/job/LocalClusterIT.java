package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own, which are sent the jar. */
final class LocalClusterIT {
  private static final List<String> TWO_EXECUTORS =
      List.of("--master", "local-cluster[2,1,1024]", "--conf", "spark.executor.memory=768m");

  private static final int KILLS = 3;
  private static final int FILES = 40;

  @TempDir Path folder;

  @Test
  void shipsTheJarToTwoExecutors() throws Exception {
    Path input = folder.resolve("animals");
    Path output = folder.resolve("scored");
    ManyAnimals.write(input, 1000, 8);
    try (Submission job =
        Submission.start(TWO_EXECUTORS, ManyAnimals.scoreOptions(input, output))) {
      assertEquals(0, job.exitCode(), job.output());
    }
    ManyAnimals.assertScored(output, 1000);
  }

  @Test
  void losesNothingWhenExecutorsAreKilledAgainAndAgain() throws Exception {
    Path input = folder.resolve("animals");
    File outputs = folder.resolve("outputs").toFile();
    Path output = outputs.toPath().resolve("scored");
    int copies = 80_000;
    ManyAnimals.write(input, copies, FILES);
    List<String> options = new ArrayList<>(ManyAnimals.scoreOptions(input, output));
    // One row a forward pass, so that there is time to kill in the middle.
    options.addAll(List.of("--batch-size", "1"));
    List<String> spark = new ArrayList<>(TWO_EXECUTORS);
    // A task a file.
    spark.addAll(List.of("--conf", "spark.sql.files.maxPartitionBytes=4m"));
    try (Submission job = Submission.start(spark, options)) {
      for (int kill = 0; kill < KILLS; kill++) {
        int files = FILES / (KILLS + 1) * (kill + 1);
        while (job.running() && filesBegun(outputs) < files) {
          Thread.sleep(50);
        }
        assertTrue(job.running(), job.output());
        List<ProcessHandle> executors = job.descendants("CoarseGrainedExecutorBackend");
        assertTrue(executors.size() >= 1, job.output());
        if (kill == 0) {
          assertEquals(2, executors.size(), job.output());
          assertTrue(filesBegun(outputs) < FILES, "the job was too fast to be disturbed");
        }
        assertTrue(executors.get(kill % executors.size()).destroyForcibly());
      }
      assertEquals(0, job.exitCode(), job.output());
    }
    ManyAnimals.assertScored(output, copies);
  }

  /** Files that tasks have begun or ended, wherever the job keeps them until it is done. */
  private static int filesBegun(File folder) {
    int files = 0;
    File[] entries = folder.listFiles();
    for (File entry : entries == null ? new File[0] : entries) {
      boolean table = entry.getName().startsWith("part-");
      files += entry.isDirectory() ? filesBegun(entry) : table ? 1 : 0;
    }
    return files;
  }
}
