package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.forwardpass.spark.ScoreRequest;
import io.forwardpass.spark.ScoringContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;

/** The contract through the job, submitted in a process of its own. */
final class SubmittedJobIT extends ScoringContract {
  @TempDir Path folder;

  @Override
  protected Dataset<Row> score(Dataset<Row> table, ScoreRequest request) throws Exception {
    Path run = Files.createTempDirectory(folder, "run");
    try (Submission job = submit(run, table, request)) {
      assertEquals(0, job.exitCode(), job.output());
    }
    return spark.read().parquet(run.resolve("scored").toString());
  }

  @Override
  protected String failure(Dataset<Row> table, ScoreRequest request) {
    try {
      Path run = Files.createTempDirectory(folder, "run");
      try (Submission job = submit(run, table, request)) {
        assertNotEquals(0, job.exitCode(), job.output());
        return job.output();
      }
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private Submission submit(Path run, Dataset<Row> table, ScoreRequest request) throws Exception {
    String input = run.resolve("table").toString();
    table.write().parquet(input);
    List<String> options =
        new ArrayList<>(
            List.of(
                "score",
                "--model",
                request.model(),
                "--input",
                input,
                "--features",
                String.join(",", request.features()),
                "--labels",
                String.join(",", request.labels()),
                "--on-invalid",
                request.onInvalid().name().toLowerCase(Locale.ROOT),
                "--probabilities",
                request.probabilities().name().toLowerCase(Locale.ROOT),
                "--output",
                run.resolve("scored").toString()));
    if (request.batchSize() > 0) {
      options.addAll(List.of("--batch-size", Integer.toString(request.batchSize())));
    }
    return Submission.start(List.of("--master", "local[2]"), options);
  }
}
