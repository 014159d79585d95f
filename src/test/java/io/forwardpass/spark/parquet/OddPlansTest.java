package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.batch.OnInvalid;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that are written from batches though they are more than a scored scan. */
final class OddPlansTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Dataset<Row> input(int rows, String... columns) {
    String path = folder.resolve("input").toString();
    spark.range(0, rows, 1, 1).selectExpr(columns).write().parquet(path);
    return spark.read().parquet(path);
  }

  private void assertSameAsSparks(Dataset<Row> scored) throws Exception {
    String ours = folder.resolve("ours").toString();
    String sparks = folder.resolve("sparks").toString();
    scored.write().parquet(ours);
    Writes.bySpark(
        () -> {
          scored.write().parquet(sparks);
          return null;
        });
    Dataset<Row> expected = spark.read().parquet(sparks);
    Dataset<Row> actual = spark.read().parquet(ours);
    assertEquals(expected.schema(), actual.schema());
    assertEquals(expected.collectAsList(), actual.collectAsList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array(1, 2)",
        "array('a', null)",
        "map('a', 1)",
        "named_struct('a', 1, 'b', 'x')",
        "cast(null as array<int>)",
        "interval '1' day",
        "12.5bd",
        "x'00ff'",
        "timestamp_ntz'2026-11-22 10:00:00'"
      })
  void aConstantOfAnyType(String constant) throws Exception {
    Dataset<Row> table = input(100, "id", "cast(id as float) feature");
    assertSameAsSparks(Writes.scored(table).withColumn("constant", functions.expr(constant)));
  }

  /** The lower one's predictions come as numbers until a batch loses a row, and then by a view. */
  @Test
  void twoScorersThatDropRows() throws Exception {
    Dataset<Row> table =
        input(
            20000,
            "id",
            "cast(id / 10000 - 1 as float) feature",
            "if(id > 12000 and id % 7 = 0, null, cast(id as float)) other");
    Dataset<Row> once =
        Writes.scorer().onInvalid(OnInvalid.DROP).predictionCol("first").score(table);
    Dataset<Row> twice =
        Writes.scorer()
            .features("other")
            .labels("a", "b", "c")
            .onInvalid(OnInvalid.DROP)
            .score(once);
    assertTrue(twice.count() < 20000);
    assertSameAsSparks(twice);
  }
}
