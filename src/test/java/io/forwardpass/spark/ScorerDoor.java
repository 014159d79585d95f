package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;

/** The contract through {@link Scorer}, over a table that {@link #prepare} lays out. */
abstract class ScorerDoor extends ScoringContract {
  @TempDir Path folder;

  abstract Dataset<Row> prepare(Dataset<Row> table) throws IOException;

  Dataset<Row> parquet(Dataset<Row> table) throws IOException {
    String path = Files.createTempDirectory(folder, "table").resolve("parquet").toString();
    table.write().parquet(path);
    return spark.read().parquet(path);
  }

  @Override
  protected Dataset<Row> score(Dataset<Row> table, ScoreRequest request) throws Exception {
    return request.scorer().score(prepare(table));
  }

  @Override
  protected String failure(Dataset<Row> table, ScoreRequest request) {
    Throwable failure = assertThrows(Exception.class, () -> score(table, request).collectAsList());
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }
}
