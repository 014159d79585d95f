package io.forwardpass.spark.batch;

import java.io.Serializable;
import org.apache.spark.sql.execution.metric.SQLMetric;

/** What the operator shows in Spark's UI. */
public record ScoringMetrics(
    SQLMetric rows,
    SQLMetric invalidRows,
    SQLMetric batches,
    SQLMetric featureTime,
    SQLMetric forwardTime,
    SQLMetric modelLoadTime,
    SQLMetric modelLoads)
    implements Serializable {

  void modelLoaded(long nanos) {
    modelLoads.add(1L);
    modelLoadTime.add(nanos);
  }

  void batch(int batchRows, int invalid, long featureNanos, long forwardNanos) {
    rows.add((long) batchRows);
    invalidRows.add((long) invalid);
    batches.add(1L);
    featureTime.add(featureNanos);
    forwardTime.add(forwardNanos);
  }
}
