package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.spark.batch.GoldenRow;
import io.forwardpass.spark.batch.GoldenRowException;
import io.forwardpass.spark.batch.GoldenRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Golden rows whose outputs Keras computed, and such that are wrong. */
final class GoldenRowsTest {
  private final SparkSession spark = LocalSpark.session();

  /** The sample animals with Keras' probabilities. */
  private List<GoldenRow> keras() {
    List<String> columns = new ArrayList<>(Animals.FEATURES);
    Animals.LABELS.forEach(label -> columns.add("probability_" + label));
    List<GoldenRow> rows = new ArrayList<>();
    for (Row row :
        spark
            .read()
            .parquet(Animals.TABLE)
            .join(spark.read().parquet(Animals.EXPECTED), "id")
            .selectExpr(columns.toArray(String[]::new))
            .collectAsList()) {
      rows.add(
          new GoldenRow(
              floats(row, 0, Animals.FEATURES.size()),
              floats(row, Animals.FEATURES.size(), columns.size())));
    }
    return rows;
  }

  private static List<Float> floats(Row row, int from, int to) {
    List<Float> floats = new ArrayList<>();
    for (int column = from; column < to; column++) {
      floats.add(((Number) row.get(column)).floatValue());
    }
    return floats;
  }

  /** The third row with its first output changed. */
  private GoldenRows wrong(float by) {
    List<GoldenRow> rows = keras();
    List<Float> outputs = new ArrayList<>(rows.get(2).outputs());
    outputs.set(0, outputs.get(0) + by);
    rows.set(2, new GoldenRow(rows.get(2).inputs(), outputs));
    return new GoldenRows(rows, GoldenRows.DEFAULT_TOLERANCE);
  }

  private static KerasModel model() throws IOException {
    return KerasModel.read(Files.readAllBytes(Path.of(Animals.MODEL)), "m.keras");
  }

  private Dataset<Row> scored(GoldenRows golden) throws IOException {
    return Scorer.load(spark, Animals.MODEL)
        .features(Animals.FEATURES)
        .goldenRows(golden)
        .score(spark.read().parquet(Animals.TABLE));
  }

  @Test
  void whatKerasComputedIsComputed() throws IOException {
    GoldenRows golden = new GoldenRows(keras(), GoldenRows.DEFAULT_TOLERANCE);
    assertEquals(20, golden.rows().size());
    golden.check(model(), "m.keras");
    wrong(4e-6f).check(model(), "m.keras");
    assertEquals(20, scored(golden).collectAsList().size());
  }

  @Test
  void aDifferenceIsNamed() throws IOException {
    GoldenRows wrong = wrong(3e-5f);
    KerasModel model = model();
    GoldenRowException refusal =
        assertThrows(GoldenRowException.class, () -> wrong.check(model, "m.keras"));
    assertTrue(
        refusal
            .getMessage()
            .startsWith(
                "golden row 3 of m.keras gives other outputs on the driver: expected "
                    + wrong.rows().get(2).outputs()
                    + ", received ["),
        refusal.getMessage());
    assertTrue(
        refusal
            .getMessage()
            .contains("tolerance 1.0E-5, of the inputs " + wrong.rows().get(2).inputs()),
        refusal.getMessage());
  }

  /** The model may be there already, from another run in the same JVM. */
  @Test
  void executorsCheckBeforeTheyScore() throws IOException {
    assertEquals(20, scored(GoldenRows.NONE).collectAsList().size());
    for (int attempt = 0; attempt < 2; attempt++) {
      Dataset<Row> scored = scored(wrong(0.5f));
      Exception failure = assertThrows(Exception.class, scored::collectAsList);
      assertTrue(
          failure
              .toString()
              .contains("golden row 3 of " + Animals.MODEL + " gives other outputs on executor "),
          failure.toString());
    }
    assertEquals(20, scored(GoldenRows.NONE).collectAsList().size());
  }

  /** Any number of steps: a row's own length decides. */
  @Test
  void sequencesOfAnyLength() throws IOException {
    Path golden = Path.of("src/test/resources/goldens/LSTM/open-time/model.keras");
    KerasModel model = KerasModel.read(Files.readAllBytes(golden), "lstm.keras");
    for (int steps = 1; steps <= 3; steps++) {
      List<Float> inputs = new ArrayList<>();
      float[] row = new float[2 * steps];
      for (int at = 0; at < row.length; at++) {
        row[at] = 0.1f * (at + 1);
        inputs.add(row[at]);
      }
      List<Float> outputs = new ArrayList<>();
      for (float output :
          model.network().forInput(model.network().input().withAxis(0, steps)).forward(row)) {
        outputs.add(output);
      }
      new GoldenRows(List.of(new GoldenRow(inputs, outputs)), 1e-6).check(model, "lstm.keras");
      outputs.set(0, outputs.get(0) + 1e-3f);
      GoldenRows wrong = new GoldenRows(List.of(new GoldenRow(inputs, outputs)), 1e-6);
      assertThrows(GoldenRowException.class, () -> wrong.check(model, "lstm.keras"));
    }
  }
}
