package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.OnInvalid;
import io.forwardpass.spark.batch.Range;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** Values outside a feature's range, counted by SQL as well. */
final class RangesTest {
  private final SparkSession spark = LocalSpark.session();

  private Dataset<Row> animals() {
    return spark.read().parquet(Animals.TABLE);
  }

  /**
   * @param outside is true of the rows with a value outside the range of {@code feature}
   */
  private static void assertInvalid(
      Scorer scorer, String feature, String outside, Dataset<Row> table) {
    Scorer nulls = scorer.onInvalid(OnInvalid.NULL).probabilities(Probabilities.ARRAY);
    List<Row> rows =
        nulls.score(table).selectExpr(outside, "probabilities is null").collectAsList();
    long expected = rows.stream().filter(row -> row.getBoolean(0)).count();
    assertTrue(expected > 0 && expected < rows.size(), expected + " of " + rows.size());
    for (Row row : rows) {
      assertEquals(row.get(0), row.get(1));
    }
    assertEquals(
        Map.of(feature, Map.of("range", expected)), Map.copyOf(nulls.statistics().invalid()));
  }

  private Scorer scorer(Range range, String feature, List<String> features) throws IOException {
    return Scorer.load(spark, Animals.MODEL)
        .features(features)
        .expectations(Map.of(feature, Expectations.within(range)));
  }

  @Test
  void ofNumbersInColumns() throws IOException {
    assertInvalid(
        scorer(new Range(2, 40), "weight_kg", Animals.FEATURES),
        "weight_kg",
        "weight_kg < 2 or weight_kg > 40",
        animals());
  }

  /** A table made of rows is scored row by row. */
  @Test
  void ofNumbersInRows() throws IOException {
    Dataset<Row> rows = spark.createDataFrame(animals().collectAsList(), animals().schema());
    assertInvalid(
        scorer(new Range(2, 40), "weight_kg", Animals.FEATURES),
        "weight_kg",
        "weight_kg < 2 or weight_kg > 40",
        rows);
  }

  @Test
  void ofEachElementOfAnArray() throws IOException {
    Dataset<Row> arrays =
        animals().selectExpr("array(%s) x".formatted(String.join(", ", Animals.FEATURES)));
    assertInvalid(
        scorer(new Range(0, 100), "x", List.of("x")), "x", "exists(x, e -> e > 100)", arrays);
  }

  /** An end is the float nearest to it, as a value of a float column is. */
  @Test
  void withTheirEnds() throws IOException {
    Dataset<Row> table =
        animals()
            .withColumn(
                "weight_kg",
                functions.expr("if(id % 2 = 0, cast(0.1 as float), cast(0.2 as float))"));
    assertInvalid(
        scorer(new Range(0.1, 0.1), "weight_kg", Animals.FEATURES),
        "weight_kg",
        "id % 2 = 1",
        table);
  }
}
