package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.layers.Dense;
import io.forwardpass.nn.layers.Embedding;
import io.forwardpass.nn.layers.Flatten;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.InvalidReason;
import io.forwardpass.spark.batch.OnInvalid;
import io.forwardpass.spark.batch.Policy;
import io.forwardpass.spark.batch.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of rows by what is expected of their features; SQL says the same. */
final class ExpectationsTest {

  /** How a table comes to the operator. */
  enum Door {
    COLUMNS,
    ROWS
  }

  private static final String FATE =
      "case when isnan(weight_kg) then 'quarantined' when height_cm < 0 then 'dropped'"
          + " when ear_length_cm = double('infinity') then 'unscored' else 'scored' end";

  private static final Map<String, Expectations> EXPECTED =
      Map.of(
          "weight_kg",
          new Expectations(
              Map.of(
                  InvalidReason.NULL, Policy.IMPUTE,
                  InvalidReason.NAN, Policy.QUARANTINE,
                  InvalidReason.INFINITE, Policy.QUARANTINE),
              Range.ANY,
              List.of(),
              12.5f),
          "height_cm",
          new Expectations(
              Map.of(InvalidReason.RANGE, Policy.DROP), new Range(0, 1e6), List.of(), Float.NaN),
          "ear_length_cm",
          new Expectations(
              Map.of(InvalidReason.NAN, Policy.EXPECT, InvalidReason.INFINITE, Policy.EXPECT),
              Range.ANY,
              List.of(),
              Float.NaN),
          "fur_length_cm",
          new Expectations(
              Map.of(InvalidReason.VALUE, Policy.EXPECT),
              Range.ANY,
              List.of(2f, 0f, 1f),
              Float.NaN));

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  private Dataset<Row> through(Door door, Dataset<Row> table) {
    if (door == Door.ROWS) {
      return spark.createDataFrame(table.collectAsList(), table.schema());
    }
    table.write().mode("overwrite").parquet(folder.resolve("table").toString());
    return spark.read().parquet(folder.resolve("table").toString());
  }

  /** Fifty times the animals, numbered anew. */
  private Dataset<Row> animals() {
    return spark
        .read()
        .parquet(Animals.TABLE)
        .withColumnRenamed("id", "animal")
        .crossJoin(spark.range(50))
        .coalesce(1)
        .withColumn("id", functions.expr("id * 20 + animal"))
        .drop("animal");
  }

  /** Each kind of fault in one row of so many, so that some rows have several. */
  private Dataset<Row> faulty() {
    return animals()
        .withColumn(
            "weight_kg",
            functions.expr(
                "case id % 10 when 1 then null when 2 then double('nan') else weight_kg end"))
        .withColumn("height_cm", functions.expr("if(id % 7 = 3, -5.0, height_cm)"))
        .withColumn(
            "ear_length_cm", functions.expr("if(id % 5 = 4, double('infinity'), ear_length_cm)"))
        .withColumn("fur_length_cm", functions.expr("double(id % 4)"));
  }

  private Scorer scorer() throws IOException {
    return Scorer.load(spark, Animals.MODEL)
        .features(Animals.FEATURES)
        .labels(Animals.LABELS)
        .probabilities(Probabilities.ARRAY)
        .expectations(EXPECTED);
  }

  @ParameterizedTest
  @EnumSource
  void theGravestFaultDecides(Door door) throws IOException {
    Dataset<Row> table = through(door, faulty());
    Scorer scorer = scorer();
    List<String> expected = new ArrayList<>();
    Dataset<Row> imputed =
        faulty()
            .filter(FATE + " = 'scored'")
            .withColumn("weight_kg", functions.expr("coalesce(weight_kg, 12.5d)"));
    scorer()
        .expectations(Map.of())
        .score(imputed)
        .select("id", "prediction", "probabilities")
        .collectAsList()
        .forEach(row -> expected.add(row.toString()));
    faulty()
        .filter(FATE + " = 'unscored'")
        .select("id")
        .collectAsList()
        .forEach(row -> expected.add("[%d,null,null]".formatted(row.getLong(0))));
    List<String> scored =
        scorer.score(table).select("id", "prediction", "probabilities").collectAsList().stream()
            .map(Row::toString)
            .toList();
    assertEquals(expected.stream().sorted().toList(), scored.stream().sorted().toList());
  }

  private long count(String condition) {
    return faulty().filter(condition).count();
  }

  @ParameterizedTest
  @EnumSource
  void rowsCountOnceAndValuesEach(Door door) throws IOException {
    Scorer scorer = scorer();
    scorer.score(through(door, faulty())).collectAsList();
    ScoringStatistics statistics = scorer.statistics();
    assertEquals(1000, statistics.rows());
    assertEquals(count(FATE + " = 'scored'"), statistics.scored());
    assertEquals(count(FATE + " = 'dropped'"), statistics.dropped());
    assertEquals(count(FATE + " = 'quarantined'"), statistics.quarantined());
    assertEquals(
        Map.of(
            "weight_kg", Map.of("NaN", count(FATE + " = 'quarantined'")),
            "height_cm", Map.of("range", count(FATE + " = 'dropped'")),
            "ear_length_cm", Map.of("infinite", count(FATE + " = 'unscored'"))),
        statistics.invalid());
    assertEquals(
        Map.of(
            "weight_kg",
            Map.of("null", count("weight_kg is null"), "NaN", count("isnan(weight_kg)")),
            "height_cm",
            Map.of("range", count("height_cm = -5")),
            "ear_length_cm",
            Map.of("infinite", count("id % 5 = 4")),
            "fur_length_cm",
            Map.of("value", count("fur_length_cm = 3"))),
        statistics.unmet());
  }

  @ParameterizedTest
  @EnumSource
  void theQuarantineHasTheRowsAsTheyAreAndWhy(Door door) throws IOException {
    Dataset<Row> table = through(door, faulty());
    Scorer scorer = scorer();
    Dataset<Row> quarantined = scorer.quarantined(table, "why", "where");
    assertEquals(
        faulty()
            .filter(FATE + " = 'quarantined'")
            .selectExpr("*", "'NaN' why", "'weight_kg' where")
            .orderBy("id")
            .collectAsList()
            .toString(),
        quarantined.orderBy("id").collectAsList().toString());
    assertEquals(0, scorer.statistics().rows(), "the quarantine counts for itself");
  }

  @Test
  void theOperatorItselfLeavesRowsOut() throws IOException {
    Dataset<Row> table = through(Door.COLUMNS, faulty());
    String plan = scorer().score(table).queryExecution().executedPlan().toString();
    assertTrue(plan.contains("kept rows"), plan);
    assertFalse(plan.contains("Filter "), plan);
    Dataset<Row> quarantined = scorer().quarantined(table, "why", "where");
    String checked = quarantined.queryExecution().executedPlan().toString();
    assertTrue(checked.contains("quarantined rows"), checked);
    assertFalse(checked.contains("Filter "), checked);
  }

  /** The operator then cannot leave rows out itself: the filter stands above two passes. */
  @Test
  void twoScorersDoNotDisturbOneAnother() throws IOException {
    Dataset<Row> table = through(Door.COLUMNS, faulty());
    Dataset<Row> once = scorer().score(table).withColumnRenamed("prediction", "first");
    Dataset<Row> twice =
        scorer()
            .probabilities(Probabilities.COLUMNS)
            .score(once.withColumnRenamed("probabilities", "both"));
    List<Row> differing = twice.filter("not (first <=> prediction)").collectAsList();
    assertEquals(List.of(), differing);
    assertEquals(count(FATE + " in ('scored', 'unscored')"), twice.count());
  }

  private static Expectations nulls(Policy policy, float replacement) {
    return new Expectations(
        Map.of(InvalidReason.NULL, policy, InvalidReason.NAN, policy),
        Range.ANY,
        List.of(),
        replacement);
  }

  @ParameterizedTest
  @EnumSource
  void elementsOfArraysAreImputed(Door door) throws IOException {
    Dataset<Row> arrays =
        animals()
            .selectExpr("id", "array(%s) x".formatted(String.join(", ", Animals.FEATURES)))
            .withColumn(
                "x",
                functions.expr(
                    "case id % 4 when 0 then null when 1 then transform(x, (e, i) -> if(i = 2, null, e))"
                        + " when 2 then transform(x, (e, i) -> if(i = 5, double('nan'), e)) else x end"));
    Scorer plain =
        Scorer.load(spark, Animals.MODEL).features("x").probabilities(Probabilities.ARRAY);
    Scorer imputing = plain.expectations(Map.of("x", nulls(Policy.IMPUTE, 3f)));
    List<Row> expected =
        plain
            .score(
                arrays.withColumn(
                    "x",
                    functions.expr(
                        "transform(coalesce(x, array_repeat(double(null), 8)),"
                            + " e -> if(e is null or isnan(e), 3d, e))")))
            .select("id", "probabilities")
            .collectAsList();
    assertEquals(
        expected,
        imputing.score(through(door, arrays)).select("id", "probabilities").collectAsList());
    assertEquals(Map.of("x", Map.of("null", 500L, "NaN", 250L)), imputing.statistics().unmet());
  }

  @Test
  void aPolicyThatFailsNamesTheExpectation() throws IOException {
    Scorer scorer =
        scorer()
            .onInvalid(OnInvalid.NULL)
            .expectations(Map.of("weight_kg", nulls(Policy.FAIL, Float.NaN)));
    Dataset<Row> scored = scorer.score(faulty());
    SparkException failure = assertThrows(SparkException.class, scored::collectAsList);
    assertTrue(
        failure.toString().contains("feature 'weight_kg' holds a null; its expectation says that"),
        failure::toString);
  }

  @Test
  void whatIsNoFeatureIsRefused() throws IOException {
    Scorer scorer = scorer().expectations(Map.of("wieght_kg", nulls(Policy.DROP, Float.NaN)));
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(faulty())).getMessage();
    assertTrue(
        message.startsWith(
            "something is expected of 'wieght_kg', which is no feature; did you mean 'weight_kg'?"),
        message);
  }

  @Test
  void whatIsImputedIsAnIndexOfTheEmbedding() throws IOException {
    Path model = folder.resolve("words.keras");
    KerasFile.write(
        Sequential.seeded(1, Embedding.of(10, 4).inputShape(3), Flatten.of(), Dense.of(2)), model);
    Scorer scorer =
        Scorer.load(spark, model.toString())
            .features("w")
            .expectations(Map.of("w", nulls(Policy.IMPUTE, 10f)));
    Dataset<Row> words = spark.range(1).selectExpr("array(1, 2, 3) w");
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(words)).getMessage();
    assertEquals(
        "10.0 is imputed to 'w', and no index of the embedding of %s; allowed: 0 to 9"
            .formatted(model),
        message);
    assertEquals(
        1, scorer.expectations(Map.of("w", nulls(Policy.IMPUTE, 9f))).score(words).count());
  }

  @Test
  void contradictionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> nulls(Policy.IMPUTE, Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> nulls(Policy.DROP, 1f));
    Map<InvalidReason, Policy> imputes = Map.of(InvalidReason.RANGE, Policy.IMPUTE);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Expectations(imputes, new Range(0, 1), List.of(), 2f));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Expectations(imputes, new Range(0, 1), List.of(0f), 1f));
  }
}
