package io.forwardpass.spark;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.batch.OnInvalid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** What a run counts. */
final class StatisticsTest {
  private final SparkSession spark = LocalSpark.session();

  private Dataset<Row> animals() {
    return spark.read().parquet(Animals.TABLE).repartition(4);
  }

  @Test
  void buildsTheModelOnceForFourTasks() throws Exception {
    // No other test scores with this model, which its JVM would then hold already.
    Scorer scorer = Scorer.load(spark, "src/test/resources/benchmark/wide.keras").features("x");
    Dataset<Row> table =
        spark.range(0, 20, 1, 4).selectExpr("id", "array_repeat(cast(id as float), 784) x");
    assertEquals(20, scorer.score(table).collectAsList().size());
    ScoringStatistics statistics = scorer.statistics();
    assertEquals(4, statistics.partitions());
    assertEquals(1, statistics.modelLoads());
    assertTrue(statistics.modelLoadNanos() > 0);
  }

  @Test
  void countsRowsClassesAndFaults() throws Exception {
    Dataset<Row> table =
        animals()
            .withColumn("weight_kg", functions.expr("if(id % 5 = 0, null, weight_kg)"))
            .withColumn(
                "height_cm",
                functions.expr(
                    "case when id % 5 = 0 or id % 5 = 1 then float('NaN')"
                        + " when id % 5 = 2 then float('-Infinity') else height_cm end"));
    Scorer scorer = ScoreRequest.animals().onInvalid(OnInvalid.NULL).scorer();
    Map<String, Long> predictions =
        scorer.score(table).filter("prediction is not null").collectAsList().stream()
            .collect(groupingBy(row -> row.getAs("prediction"), counting()));
    ScoringStatistics statistics = scorer.statistics();
    assertEquals(20, statistics.rows());
    assertEquals(8, statistics.scored());
    assertEquals(12, statistics.invalidRows());
    assertEquals(
        "{height_cm={NaN=4, infinite=4}, weight_kg={null=4}}", statistics.invalid().toString());
    statistics
        .classes()
        .forEach((label, rows) -> assertEquals(predictions.getOrDefault(label, 0L), rows, label));
    assertTrue(statistics.meanConfidence() > 0.25 && statistics.meanConfidence() <= 1);
    assertTrue(statistics.featureNanos() > 0 && statistics.forwardNanos() > 0);
  }

  @Test
  void countsTheLargestProbabilityInBins() throws Exception {
    Scorer scorer = ScoreRequest.animals().scorer();
    List<Row> largest =
        scorer
            .score(animals())
            .selectExpr(
                "greatest(probability_cat, probability_dog, probability_llama, probability_lizard)")
            .collectAsList();
    Long[] bins = new Long[20];
    Arrays.fill(bins, 0L);
    largest.forEach(row -> bins[Math.min((int) (row.getFloat(0) * 20), 19)]++);
    assertEquals(20, largest.size());
    assertEquals(List.of(bins), scorer.statistics().confidences());
  }

  @Test
  void countsATaskThatALimitStops() throws Exception {
    Scorer scorer = ScoreRequest.animals().scorer();
    assertEquals(3, scorer.score(animals().coalesce(1)).limit(3).collectAsList().size());
    assertEquals(1, scorer.statistics().partitions());
  }
}
