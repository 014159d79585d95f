package io.forwardpass.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Column batches of a Parquet scan into off-heap vectors. */
final class OffHeapDoorTest extends ScorerDoor {
  private static final String OFF_HEAP = "spark.sql.columnVector.offheap.enabled";

  @BeforeEach
  void on() {
    spark.conf().set(OFF_HEAP, "true");
  }

  @AfterEach
  void off() {
    spark.conf().unset(OFF_HEAP);
  }

  @Override
  Dataset<Row> prepare(Dataset<Row> table) throws IOException {
    return parquet(table);
  }
}
