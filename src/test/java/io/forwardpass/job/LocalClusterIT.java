package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own, which are sent the jar. */
final class LocalClusterIT {
  private static final List<String> TWO_EXECUTORS =
      List.of("--master", "local-cluster[2,1,1024]", "--conf", "spark.executor.memory=768m");

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
  void losesNothingWhenAnExecutorIsKilled() throws Exception {
    Path input = folder.resolve("animals");
    Path output = folder.resolve("scored");
    int copies = 200_000;
    ManyAnimals.write(input, copies, 40);
    List<String> options = new ArrayList<>(ManyAnimals.scoreOptions(input, output));
    // One row a forward pass, so that there is time to kill in the middle.
    options.addAll(List.of("--batch-size", "1"));
    try (Submission job = Submission.start(TWO_EXECUTORS, options)) {
      while (job.running() && tasksDone(output) < 3) {
        Thread.sleep(50);
      }
      List<ProcessHandle> executors = job.descendants("CoarseGrainedExecutorBackend");
      assertTrue(job.running(), job.output());
      assertEquals(2, executors.size(), job.output());
      assertTrue(tasksDone(output) < 40, "the job was too fast to be disturbed");
      assertTrue(executors.get(0).destroyForcibly());
      assertEquals(0, job.exitCode(), job.output());
    }
    ManyAnimals.assertScored(output, copies);
  }

  /** Tasks whose files are committed but not yet the job's. */
  private static long tasksDone(Path output) throws Exception {
    Path attempt = output.resolve("_temporary").resolve("0");
    if (!Files.isDirectory(attempt)) {
      return 0;
    }
    try (Stream<Path> tasks = Files.list(attempt)) {
      return tasks.filter(task -> task.getFileName().toString().startsWith("task_")).count();
    }
  }
}
