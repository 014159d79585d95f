package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Where a row's prediction comes from; the same for all rows of a run.
 *
 * @param scoredAt when the run started, to the microsecond, as Spark's timestamps have it
 */
record Provenance(String modelName, String modelSha256, String runId, Instant scoredAt) {

  /** The rows with a column for each of these at the end. */
  Dataset<Row> on(Dataset<Row> scored) {
    List<String> present = Arrays.asList(scored.columns());
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    for (Map.Entry<String, Column> added : columns().entrySet()) {
      Optional<String> clash = ColumnName.in(present, added.getKey());
      if (clash.isPresent()) {
        throw JobException.provenanceClash(clash.get());
      }
      columns.add(added.getValue().as(added.getKey()));
    }
    return scored.select(columns.toArray(Column[]::new));
  }

  private Map<String, Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("model_name", functions.lit(modelName));
    columns.put("model_sha256", functions.lit(modelSha256));
    columns.put("run_id", functions.lit(runId));
    columns.put("scored_at", functions.lit(scoredAt));
    return columns;
  }
}
