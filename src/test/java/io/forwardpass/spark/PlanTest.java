package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.batch.OnInvalid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plans that scoring gives, and that they stay right when Spark moves parts of them. */
final class PlanTest {
  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();
  private Dataset<Row> table;

  @BeforeEach
  void write() {
    String path = folder.resolve("table").toString();
    spark
        .read()
        .parquet(Animals.TABLE)
        .crossJoin(spark.range(0, 50, 1, 2).toDF("copy"))
        .withColumn("extra", functions.lit("never asked for"))
        .write()
        .partitionBy("copy")
        .parquet(path);
    table = spark.read().parquet(path);
  }

  private Scorer scorer() throws IOException {
    return ScoreRequest.animals().scorer();
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  @Test
  void takesColumnBatchesStraightFromTheScan() throws IOException {
    String plan = plan(scorer().score(table));
    assertTrue(
        plan.matches("(?s).*ColumnarToRow\\s+\\+- ForwardPass .*FileScan parquet.*Batched: true.*"),
        plan);
    assertFalse(plan.contains("RowToColumnar"), plan);
    assertFalse(plan.contains("Project"), plan);
    assertEquals(1, plan.split("ForwardPass", -1).length - 1, plan);
  }

  @Test
  void showsModelDigestAndOutputColumns() throws IOException {
    String plan = plan(scorer().score(table));
    String digest = scorer().model().sha256().substring(0, 12);
    assertTrue(plan.contains("ForwardPass animals.keras sha256:" + digest), plan);
    assertTrue(plan.contains("probability_llama"), plan);
  }

  @Test
  void takesRowsWhereTheChildGivesRows() throws IOException {
    String plan = plan(scorer().score(table.repartition(3)));
    assertFalse(plan.contains("RowToColumnar"), plan);
    assertTrue(plan.contains("ForwardPass"), plan);
  }

  @Test
  void pushesAFilterOnOtherColumnsIntoTheScan() throws IOException {
    Dataset<Row> filtered =
        scorer().score(table).filter("id > 3 and copy = 7 and probability_cat >= 0");
    String plan = plan(filtered);
    assertTrue(plan.contains("GreaterThan(id,3)"), plan);
    assertTrue(plan.matches("(?s).*PartitionFilters: \\[[^]]*\\(copy#\\d+ = 7\\).*"), plan);
    assertEquals(17, filtered.count());
  }

  @Test
  void dropsWithinTheOperator() throws IOException {
    String plan = plan(scorer().onInvalid(OnInvalid.DROP).score(table));
    assertTrue(plan.contains("kept rows"), plan);
    assertFalse(plan.contains("Filter "), plan);
  }

  @Test
  void countsDroppedRowsAsGoneEvenWhereNoOutputIsRead() throws IOException {
    Dataset<Row> some =
        table.withColumn("weight_kg", functions.expr("if(id = 2, null, weight_kg)"));
    assertEquals(950, scorer().onInvalid(OnInvalid.DROP).score(some).count());
  }

  @Test
  void computesOnlyTheColumnsThatAreRead() throws IOException {
    String plan = plan(scorer().score(table).select("id", "probability_dog"));
    assertFalse(plan.contains("probability_cat"), plan);
    assertFalse(plan.contains("Project"), plan);
  }

  @Test
  void readsNoColumnOfTheTableThatIsNotAskedFor() throws IOException {
    Dataset<Row> kept = scorer().score(table).select("id", "prediction");
    Dataset<Row> filtered =
        scorer().onInvalid(OnInvalid.DROP).score(table.filter("copy < 3 and id > 1"));
    for (Dataset<Row> scored : List.of(kept, filtered.select("id", "prediction"))) {
      String plan = plan(scored);
      assertTrue(plan.contains("Batched: true"), plan);
      String read = plan.substring(plan.indexOf("FileScan"), plan.indexOf("Batched"));
      assertFalse(read.contains("extra"), read);
    }
  }

  @Test
  void survivesAggregationUnderAdaptiveExecution() throws IOException {
    Dataset<Row> counts =
        scorer().score(table).groupBy("prediction").agg(functions.count("*").as("rows"));
    assertTrue(plan(counts).contains("AdaptiveSparkPlan"));
    long rows = counts.collectAsList().stream().mapToLong(row -> row.getAs("rows")).sum();
    assertEquals(1000, rows);
  }

  @Test
  void survivesASelfJoin() throws IOException {
    Dataset<Row> scored = scorer().score(table);
    Dataset<Row> joined =
        scored
            .as("l")
            .join(
                scored.as("r"),
                functions
                    .col("l.id")
                    .equalTo(functions.col("r.id"))
                    .and(functions.col("l.copy").equalTo(functions.col("r.copy"))));
    assertEquals(1000, joined.filter("l.probability_cat = r.probability_cat").count());
  }

  @Test
  void survivesCaching() throws IOException {
    Dataset<Row> scored = scorer().score(table).cache();
    assertEquals(1000, scored.filter("prediction is not null").count());
    assertEquals(1000, scored.select("probability_dog").count());
    scored.unpersist();
  }

  @Test
  void scoresWithTwoModelsInOnePlan() throws IOException {
    Scorer other =
        Scorer.load(spark, "data-samples/overweight/overweight.keras")
            .features("height_cm", "weight_kg")
            .labels("normal", "overweight")
            .predictionCol("weight_class");
    Dataset<Row> both = other.score(scorer().score(table));
    String plan = plan(both);
    assertEquals(2, plan.split("ForwardPass", -1).length - 1, plan);
    assertEquals(1000, both.filter("prediction is not null and weight_class is not null").count());
  }

  @Test
  void staysColumnarAboveAHundredColumns() throws IOException {
    List<Column> columns = new ArrayList<>();
    columns.add(functions.col("id"));
    Animals.FEATURES.forEach(name -> columns.add(functions.col(name)));
    for (int extra = 0; extra < 300; extra++) {
      columns.add(functions.lit((float) extra).as("extra_" + extra));
    }
    String path = folder.resolve("wide").toString();
    table.select(columns.toArray(new Column[0])).write().parquet(path);
    Dataset<Row> scored = scorer().score(spark.read().parquet(path));
    assertTrue(plan(scored).contains("Batched: true"), plan(scored));
    assertEquals(1000, scored.filter("prediction is not null and extra_299 = 299").count());
  }
}
