package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.forwardpass.spark.ScoreRequest;
import io.forwardpass.spark.ScoringContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;

/** The contract through the command. */
final class JobDoorTest extends ScoringContract {
  @TempDir Path folder;

  @Override
  protected Dataset<Row> score(Dataset<Row> table, ScoreRequest request) throws IOException {
    Path place = Files.createTempDirectory(folder, "run");
    CommandLineRun run = run(place, table, request);
    assertEquals(0, run.code(), run.err());
    return spark.read().parquet(place.resolve("scored").toString());
  }

  @Override
  protected String failure(Dataset<Row> table, ScoreRequest request) {
    try {
      CommandLineRun run = run(Files.createTempDirectory(folder, "run"), table, request);
      assertNotEquals(0, run.code(), run.out());
      return run.err();
    } catch (IOException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static CommandLineRun run(Path place, Dataset<Row> table, ScoreRequest request) {
    String input = place.resolve("table").toString();
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
                place.resolve("scored").toString()));
    if (request.batchSize() > 0) {
      options.addAll(List.of("--batch-size", Integer.toString(request.batchSize())));
    }
    return CommandLineRun.of(options.toArray(String[]::new));
  }
}
