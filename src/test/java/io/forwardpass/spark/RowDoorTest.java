package io.forwardpass.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows behind an exchange. */
final class RowDoorTest extends ScorerDoor {
  @Override
  Dataset<Row> prepare(Dataset<Row> table) {
    return table.repartition(2);
  }
}
