package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.batch.OnInvalid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every door to scoring promises, whichever way the rows take: Keras' own numbers, the columns
 * that went in, and the three treatments of rows that cannot be scored.
 */
public abstract class ScoringContract {
  private static final double TOLERANCE = 1e-5;

  protected final SparkSession spark = LocalSpark.session();

  /** The scored table; failures come out as the door gives them. */
  protected abstract Dataset<Row> score(Dataset<Row> table, ScoreRequest request) throws Exception;

  /** What a failed {@link #score} and the action on it said. */
  protected abstract String failure(Dataset<Row> table, ScoreRequest request);

  /** The sample table {@code copies} times, with a number for each row and its animal's id. */
  private Dataset<Row> animals(int copies) {
    return spark
        .read()
        .parquet(Animals.TABLE)
        .withColumnRenamed("id", "animal")
        .crossJoin(spark.range(0, copies, 1, 3).toDF("copy"))
        .withColumn("row", functions.expr("copy * 1000 + animal"))
        .drop("copy");
  }

  private Map<Long, Row> expected() {
    Map<Long, Row> rows = new HashMap<>();
    for (Row row : spark.read().parquet(Animals.EXPECTED).collectAsList()) {
      rows.put(row.<Number>getAs("id").longValue(), row);
    }
    return rows;
  }

  private void assertKerasNumbers(List<Row> scored) {
    Map<Long, Row> expected = expected();
    for (Row row : scored) {
      Row keras = expected.get(row.<Number>getAs("animal").longValue());
      double largest = -1;
      String prediction = "";
      for (String label : Animals.LABELS) {
        float probability = row.getAs("probability_" + label);
        assertEquals(
            keras.<Float>getAs("probability_" + label), probability, TOLERANCE, row.toString());
        if (probability > largest) {
          largest = probability;
          prediction = label;
        }
      }
      assertEquals(prediction, row.getAs("prediction"), row.toString());
    }
  }

  @Test
  void givesKerasNumbersAndKeepsTheColumns() throws Exception {
    Dataset<Row> table = animals(700);
    Dataset<Row> scored = score(table, ScoreRequest.animals());
    List<String> columns = new ArrayList<>(Arrays.asList(table.columns()));
    Animals.LABELS.forEach(label -> columns.add("probability_" + label));
    columns.add("prediction");
    assertEquals(columns, Arrays.asList(scored.columns()));
    List<Row> rows = scored.collectAsList();
    assertEquals(14_000, rows.size());
    assertEquals(14_000, rows.stream().map(row -> row.<Long>getAs("row")).distinct().count());
    assertKerasNumbers(rows);
  }

  @Test
  void givesTheSameWhateverTheBatchSize() throws Exception {
    for (int batchSize : new int[] {1, 3, 13, 4098}) {
      List<Row> rows =
          score(animals(11), ScoreRequest.animals().batchSize(batchSize)).collectAsList();
      assertEquals(220, rows.size());
      assertKerasNumbers(rows);
    }
  }

  @Test
  void scoresATableWithoutRowsAndATableOfOne() throws Exception {
    assertEquals(0, score(animals(1).filter("row < 0"), ScoreRequest.animals()).count());
    List<Row> one = score(animals(1).filter("animal = 7"), ScoreRequest.animals()).collectAsList();
    assertEquals(1, one.size());
    assertKerasNumbers(one);
  }

  @Test
  void findsFeaturesByNameWhateverTheOrderOfColumns() throws Exception {
    List<String> shuffled = new ArrayList<>(Animals.FEATURES);
    Collections.reverse(shuffled);
    shuffled.add(3, "row");
    shuffled.add(0, "animal");
    Dataset<Row> table = animals(2).selectExpr(shuffled.toArray(new String[0]));
    assertKerasNumbers(score(table, ScoreRequest.animals()).collectAsList());
  }

  @Test
  void writesProbabilitiesAsAnArray() throws Exception {
    Map<Long, Row> expected = expected();
    for (Row row :
        score(animals(3), ScoreRequest.animals().probabilities(Probabilities.ARRAY))
            .collectAsList()) {
      List<Float> probabilities = row.getList(row.fieldIndex("probabilities"));
      Row keras = expected.get(row.<Number>getAs("animal").longValue());
      assertEquals(Animals.LABELS.size(), probabilities.size());
      for (int label = 0; label < probabilities.size(); label++) {
        float probability = keras.getAs("probability_" + Animals.LABELS.get(label));
        assertEquals(probability, probabilities.get(label), TOLERANCE, row.toString());
      }
    }
  }

  /** Of 60 rows: 3 without a weight, 3 with a NaN height, 3 with an infinite speed. */
  private Dataset<Row> withInvalidRows() {
    return animals(3)
        .withColumn("weight_kg", functions.expr("if(animal = 2, null, weight_kg)"))
        .withColumn("height_cm", functions.expr("if(animal = 5, float('NaN'), height_cm)"))
        .withColumn(
            "top_speed_kmh", functions.expr("if(animal = 9, float('Infinity'), top_speed_kmh)"));
  }

  @Test
  void keepsInvalidRowsWithoutPredictions() throws Exception {
    List<Row> rows =
        score(withInvalidRows(), ScoreRequest.animals().onInvalid(OnInvalid.NULL)).collectAsList();
    assertEquals(60, rows.size());
    List<Row> unscored = rows.stream().filter(row -> row.getAs("prediction") == null).toList();
    assertEquals(9, unscored.size());
    for (Row row : unscored) {
      assertTrue(List.of(2L, 5L, 9L).contains(row.<Number>getAs("animal").longValue()));
      for (String label : Animals.LABELS) {
        assertTrue(row.isNullAt(row.fieldIndex("probability_" + label)), row.toString());
      }
    }
    assertKerasNumbers(rows.stream().filter(row -> row.getAs("prediction") != null).toList());
  }

  @Test
  void dropsInvalidRows() throws Exception {
    List<Row> rows =
        score(withInvalidRows(), ScoreRequest.animals().onInvalid(OnInvalid.DROP)).collectAsList();
    assertEquals(51, rows.size());
    assertKerasNumbers(rows);
  }

  @Test
  void failsOnAnInvalidRowAndSaysWhichColumnAndWhatToDo() {
    String failure = failure(withInvalidRows().filter("animal = 2"), ScoreRequest.animals());
    assertTrue(
        failure.contains(
            "feature 'weight_kg' holds a null; every feature must be a finite number; to go on"
                + " without such rows set on-invalid to null (kept, without a prediction), drop or quarantine"),
        failure);
  }

  private static ScoreRequest overflowing(Path folder) throws IOException {
    String model = Overflowing.classes(folder).toString();
    return new ScoreRequest(
        model, Overflowing.FEATURES, Overflowing.LABELS, OnInvalid.FAIL, Probabilities.COLUMNS, 0);
  }

  private static void assertScoredByHand(List<Row> rows) {
    for (Row row : rows) {
      assertEquals(Overflowing.NO, row.<Float>getAs("probability_no"), 1e-7, row.toString());
      assertEquals(1 - Overflowing.NO, row.<Float>getAs("probability_yes"), 1e-7, row.toString());
      assertEquals("no", row.getAs("prediction"), row.toString());
    }
  }

  /** Of 700 rows every seventh: NaN is neither a probability nor the class that comes first. */
  @Test
  void rowsWhoseOutputsAreNotFiniteHaveNone(@TempDir Path models) throws Exception {
    ScoreRequest request = overflowing(models).onInvalid(OnInvalid.NULL);
    for (int batchSize : new int[] {0, 1, 13, 4098}) {
      List<Row> rows = score(Overflowing.table(700), request.batchSize(batchSize)).collectAsList();
      assertEquals(700, rows.size());
      for (Row row : rows.stream().filter(Overflowing::overflows).toList()) {
        assertTrue(row.isNullAt(row.fieldIndex("probability_no")), row.toString());
        assertTrue(row.isNullAt(row.fieldIndex("probability_yes")), row.toString());
        assertTrue(row.isNullAt(row.fieldIndex("prediction")), row.toString());
      }
      List<Row> scored = rows.stream().filter(row -> !Overflowing.overflows(row)).toList();
      assertEquals(600, scored.size());
      assertScoredByHand(scored);
    }
    for (Row row :
        score(Overflowing.table(70), request.probabilities(Probabilities.ARRAY)).collectAsList()) {
      assertEquals(
          Overflowing.overflows(row),
          row.isNullAt(row.fieldIndex("probabilities")),
          row.toString());
    }
  }

  /** Those that are left alone decide how many there are, whichever columns are asked for. */
  @Test
  void rowsWhoseOutputsAreNotFiniteAreDropped(@TempDir Path models) throws Exception {
    Dataset<Row> scored =
        score(Overflowing.table(700), overflowing(models).onInvalid(OnInvalid.DROP));
    List<Row> rows = scored.collectAsList();
    assertEquals(600, rows.size());
    assertScoredByHand(rows);
    assertEquals(600, scored.count());
    assertEquals(600, scored.select("id").collectAsList().size());
  }

  @Test
  void failsOnAnOutputThatIsNotFiniteAndSaysWhichAndWhatToDo(@TempDir Path models)
      throws Exception {
    String failure = failure(Overflowing.table(70), overflowing(models));
    assertTrue(
        failure.contains(
            "output 'no' of the model is NaN for a row whose features are all finite numbers; they,"
                + " or the model's weights, are too large for floats; to go on without such rows set"
                + " on-invalid to null (kept, without a prediction), drop or quarantine"),
        failure);
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    List<String> misspelt = new ArrayList<>(Animals.FEATURES);
    misspelt.set(0, "wieght_kg");
    String failure = failure(animals(1), ScoreRequest.animals().features(misspelt));
    assertTrue(
        failure.contains("no column 'wieght_kg' for a feature; did you mean 'weight_kg'?"),
        failure);
  }
}
