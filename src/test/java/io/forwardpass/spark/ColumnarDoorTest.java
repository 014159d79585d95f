package io.forwardpass.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Column batches of a Parquet scan. */
final class ColumnarDoorTest extends ScorerDoor {
  @Override
  Dataset<Row> prepare(Dataset<Row> table) throws IOException {
    return parquet(table);
  }
}
