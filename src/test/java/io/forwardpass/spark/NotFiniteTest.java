package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Flatten;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.spark.batch.Expectations;
import io.forwardpass.spark.batch.InvalidReason;
import io.forwardpass.spark.batch.InvalidRowException;
import io.forwardpass.spark.batch.OnInvalid;
import io.forwardpass.spark.batch.Policy;
import io.forwardpass.spark.batch.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of which a model makes NaN or an infinity; each answer was worked out by hand. */
final class NotFiniteTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Scorer scorer() throws IOException {
    return Scorer.load(spark, Overflowing.classes(folder).toString())
        .features(Overflowing.FEATURES)
        .labels(Overflowing.LABELS);
  }

  /** Of one row {@code a, b} its outputs, or none. */
  private List<Float> outputs(NamedActivation activation, String row, float... kernel)
      throws IOException {
    Scorer scorer =
        Scorer.load(spark, Overflowing.model(folder, activation, kernel).toString())
            .features(Overflowing.FEATURES)
            .probabilities(Probabilities.ARRAY)
            .predictionCol("")
            .onInvalid(OnInvalid.NULL);
    String[] numbers = row.split(" ", -1);
    Row scored =
        scorer
            .score(
                spark
                    .range(1)
                    .selectExpr(
                        "float('%s') a".formatted(numbers[0]),
                        "float('%s') b".formatted(numbers[1])))
            .first();
    assertEquals(scored.isNullAt(2) ? 1 : 0, scorer.statistics().notFinite());
    return scored.isNullAt(2) ? List.of() : scored.getList(2);
  }

  /** Infinities on the way are no fault where what comes out is finite, as Keras has it too. */
  @ParameterizedTest
  @CsvSource({
    "SOFTMAX, -3e38 1, '0.0, 1.0'", // 0 = e^-inf
    "SOFTMAX, -3e38 -3e38, ''", // -inf less the largest, -inf
    "SOFTMAX, 3e38 1, ''",
    "LOG_SOFTMAX, -3e38 1, ''", // minus infinity and 0
    "LOG_SOFTMAX, 0 -3e38, ''", // 0 and -6e38
    "LOG_SOFTMAX, 0 -1e38, '0.0, -2.0E38'",
    "SIGMOID, 3e38 -3e38, '1.0, 0.0'",
    "TANH, 3e38 -3e38, '1.0, -1.0'",
    "RELU6, 3e38 -3e38, '6.0, 0.0'",
    "RELU, -3e38 -3e38, '0.0, 0.0'",
    "RELU, 0 3e38, ''",
    "LINEAR, -3e38 0, ''",
    "LINEAR, 0 1e38, '0.0, 2.0E38'",
    "EXPONENTIAL, 44 0, '1.6516363E38, 1.0'", // e^88
    "EXPONENTIAL, 45 0, ''" // e^90
  })
  void oneSuchOutputTakesTheOthersAlong(NamedActivation activation, String row, String expected)
      throws IOException {
    List<Float> outputs = outputs(activation, row, 2, 0, 0, 2);
    List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(", "));
    assertEquals(wanted.size(), outputs.size(), outputs.toString());
    for (int output = 0; output < outputs.size(); output++) {
      float number = Float.parseFloat(wanted.get(output));
      assertEquals(number, outputs.get(output), 1e-6 * Math.abs(number), outputs.toString());
    }
  }

  /** Infinity less infinity. */
  @Test
  void oneSigmoidOfWhatIsNoNumberIsNoClass() throws IOException {
    Scorer scorer =
        Scorer.load(spark, Overflowing.sigmoid(folder).toString())
            .features(Overflowing.FEATURES)
            .labels("low", "high")
            .onInvalid(OnInvalid.NULL);
    Dataset<Row> table =
        spark
            .range(0, 4, 1, 1)
            .selectExpr(
                "float(if(id = 2, 3e38, 1)) a", "float(if(id = 2, 3e38, if(id = 3, 9, 1))) b");
    List<Row> rows =
        scorer
            .score(table)
            .selectExpr("probability_low", "probability_high", "prediction")
            .collectAsList();
    assertEquals("[0.5,0.5,low]", rows.get(0).toString());
    assertEquals("[null,null,null]", rows.get(2).toString());
    assertEquals("low", rows.get(3).getString(2));
    assertEquals("{low=3, high=0}", scorer.statistics().classes().toString());
    String failure =
        message(scorer.onInvalid(OnInvalid.FAIL).score(table).select("probability_low"));
    assertTrue(failure.startsWith("partition 0: output 'high' of the model is NaN for"), failure);
  }

  private static String message(Dataset<Row> scored) {
    Throwable failure = assertThrows(Exception.class, scored::collectAsList);
    while (!(failure instanceof InvalidRowException) && failure.getCause() != null) {
      failure = failure.getCause();
    }
    String text = failure.getMessage();
    String own = InvalidRowException.class.getName() + ": ";
    return text.contains(own) ? text.substring(text.indexOf(own) + own.length()) : text;
  }

  /** The file of the very row, though rows of several files are scored together. */
  @Test
  void aFailureNamesTheFile() throws IOException {
    String path = folder.resolve("rows").toString();
    for (String ids : List.of("id < 3", "id = 3", "id > 3")) {
      Overflowing.table(7).filter(ids).coalesce(1).write().mode("append").json(path);
    }
    String schema = "id long, a float, b float";
    String file =
        spark
            .read()
            .schema(schema)
            .json(path)
            .filter("id = 3")
            .select(functions.input_file_name())
            .first()
            .getString(0);
    Dataset<Row> rows = spark.read().schema(schema).json(path).coalesce(1);
    String failure = message(scorer().score(rows));
    assertTrue(failure.startsWith(file + ": output 'no' of the model is NaN for"), failure);

    String columns = folder.resolve("columns").toString();
    Overflowing.table(7).coalesce(1).write().parquet(columns);
    failure = message(scorer().score(spark.read().parquet(columns)));
    assertTrue(failure.startsWith("file:"), failure);
    assertTrue(failure.contains(".parquet: output 'no' of the model is NaN for"), failure);
  }

  @Test
  void countsLeaveThemOutAndSayHowMany() throws IOException {
    Scorer scorer = scorer().onInvalid(OnInvalid.NULL).labelCol("truth");
    Dataset<Row> table =
        Overflowing.table(70)
            .withColumn("b", functions.expr("if(id % 7 = 4, null, b)"))
            .withColumn("truth", functions.expr("if(id % 7 = 5, null, truth)"));
    assertEquals(70, scorer.score(table).collectAsList().size());
    ScoringStatistics statistics = scorer.statistics();
    assertEquals(70, statistics.rows());
    assertEquals(50, statistics.scored());
    assertEquals(10, statistics.notFinite());
    assertEquals(20, statistics.invalidRows());
    assertEquals("{b={null=10}}", statistics.invalid().toString());
    assertEquals("{b={null=10}}", statistics.unmet().toString());
    assertEquals("{no=50, yes=0}", statistics.classes().toString());
    assertEquals(Overflowing.NO, statistics.meanConfidence(), 1e-6);
    assertEquals(50, statistics.confidences().get(14), "0.70 to 0.75");
    Evaluation evaluation = scorer.evaluation().orElseThrow();
    assertEquals(40, evaluation.rows());
    assertEquals(10, evaluation.unlabelled());
    assertEquals(10, evaluation.outputNotFinite());
    assertEquals(0.5, evaluation.accuracy());
    double yes = 1 - Overflowing.NO;
    assertEquals(
        -(Math.log(Overflowing.NO) + Math.log(yes)) / 2, evaluation.logLoss(), 1e-6, "of halves");
    assertEquals((yes * yes + Overflowing.NO * Overflowing.NO) / 2, evaluation.brierScore(), 1e-6);
  }

  @Test
  void theQuarantineHasThem() throws IOException {
    Scorer scorer =
        scorer()
            .onInvalid(OnInvalid.QUARANTINE)
            .expectations(Map.of("b", Expectations.within(new Range(0, 5))));
    String path = folder.resolve("table").toString();
    Overflowing.table(70)
        .withColumn(
            "b", functions.expr("float(case id % 7 when 4 then null when 5 then 6 else b end)"))
        .write()
        .parquet(path);
    for (Dataset<Row> table :
        List.of(spark.read().parquet(path), spark.read().parquet(path).repartition(2))) {
      String expected =
          table
              .filter("id % 7 in (3, 4, 5)")
              .selectExpr(
                  "*",
                  "case id % 7 when 3 then 'output not finite' when 4 then 'null' else 'range' end why",
                  "if(id % 7 = 3, null, 'b') what")
              .orderBy("id")
              .collectAsList()
              .toString();
      Scorer own = scorer.batchSize(16);
      assertEquals(
          expected, own.quarantined(table, "why", "what").orderBy("id").collectAsList().toString());
      assertEquals(30, own.quarantined(table, "why", "what").count());
      assertEquals(40, own.score(table).count());
      assertEquals(30, own.statistics().quarantined());
      assertEquals(
          expected,
          own.quarantined(table, "why", "what", own.statistics())
              .orderBy("id")
              .collectAsList()
              .toString());
      assertEquals(
          10,
          own.quarantined(table, "why", "what", own.statistics()).filter("what is null").count());
      assertEquals(
          20, own.quarantined(table, "why", "what", ScoringStatistics.none(List.of())).count());
    }
  }

  /** What is not quarantined is not looked for. */
  @Test
  void theQuarantineOfFeaturesDoesWithoutTheModel() throws IOException {
    Expectations quarantined =
        new Expectations(
            Map.of(InvalidReason.RANGE, Policy.QUARANTINE), new Range(0, 5), List.of(), Float.NaN);
    Dataset<Row> table =
        Overflowing.table(70).withColumn("b", functions.expr("float(if(id % 7 >= 3, 6, b))"));
    Scorer scorer = scorer().onInvalid(OnInvalid.DROP).expectations(Map.of("b", quarantined));
    assertEquals(30, scorer.score(table).count());
    assertEquals(40, scorer.quarantined(table, "why", "what").filter("why = 'range'").count());
    assertEquals(0, scorer.statistics().notFinite(), "a fault of the features comes first");
    assertEquals(40, scorer.statistics().quarantined());
    assertEquals(
        20,
        scorer
            .expectations(Map.of())
            .onInvalid(OnInvalid.DROP)
            .score(table.withColumn("a", functions.expr("float(if(id % 7 < 5, 3e38, 1))")))
            .count());
  }

  /** Sequences of up to three steps, each doubled, of which the largest counts. */
  @ParameterizedTest
  @CsvSource({"PRE", "POST"})
  void paddedSequences(PadSequences side) throws IOException {
    Path file = folder.resolve("steps.keras");
    KerasFile.write(
        new Sequential(
            "steps",
            Shape.of(3, 1),
            List.of(
                new Dense(
                    "dense",
                    NamedActivation.LINEAR,
                    true,
                    Tensor.of(Shape.of(1, 1), 2),
                    Tensor.of(Shape.of(1), 0)),
                new Flatten("flatten", DataFormat.CHANNELS_LAST))),
        file);
    Scorer scorer =
        Scorer.load(spark, file.toString())
            .features("x")
            .padSequences(side, OptionalInt.empty())
            .probabilities(Probabilities.ARRAY)
            .onInvalid(OnInvalid.NULL);
    Dataset<Row> table =
        spark
            .range(0, 40, 1, 1)
            .selectExpr(
                "transform(sequence(1, 1 + id % 3), i -> float(if(id % 5 = 2, 3e38, i))) x");
    List<Row> rows = scorer.score(table).collectAsList();
    for (int row = 0; row < 40; row++) {
      int steps = 1 + row % 3;
      List<Float> expected = new ArrayList<>();
      IntStream.rangeClosed(1, 3)
          .forEach(
              at -> {
                int own = side == PadSequences.PRE ? at - 3 + steps : at;
                expected.add(own >= 1 && own <= steps ? 2f * own : 0f);
              });
      if (row % 5 == 2) {
        assertTrue(rows.get(row).isNullAt(1), rows.get(row).toString());
      } else {
        assertFalse(rows.get(row).isNullAt(1), rows.get(row).toString());
        assertEquals(expected, rows.get(row).getList(1));
      }
    }
    assertEquals(8, scorer.statistics().notFinite());
  }
}
