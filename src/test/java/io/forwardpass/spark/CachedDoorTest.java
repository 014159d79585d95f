package io.forwardpass.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Column batches of a cached table. */
final class CachedDoorTest extends ScorerDoor {
  @Override
  Dataset<Row> prepare(Dataset<Row> table) {
    return table.cache();
  }
}
