package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.evaluation.Evaluation;
import io.forwardpass.spark.batch.OnInvalid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** True labels of every type and from every kind of plan, counted by Spark's SQL as well. */
final class LabelColumnTest {
  private static final String NAME = "element_at(array('cat', 'dog', 'llama', 'lizard'), %s + 1)";

  /** The true class of a row. */
  private static final String TRUTH = "int(pmod(hash(id, copy), 4))";

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();
  private Dataset<Row> animals;

  @BeforeEach
  void multiply() {
    animals =
        spark
            .read()
            .parquet(Animals.TABLE)
            .crossJoin(spark.range(0, 100, 1, 2).toDF("copy"))
            .selectExpr("*", TRUTH + " truth", NAME.formatted(TRUTH) + " name");
  }

  private Dataset<Row> stored(Dataset<Row> table, String... options) {
    String path = folder.resolve("table").toString();
    table
        .write()
        .mode("overwrite")
        .options(options.length == 0 ? Map.of() : Map.of(options[0], options[1]))
        .parquet(path);
    return spark.read().parquet(path);
  }

  private static Scorer scorer(String labelCol) throws IOException {
    return ScoreRequest.animals().scorer().labelCol(labelCol);
  }

  /** Scores the whole table, whose column {@code name} is the truth by name. */
  private static void assertCounted(Scorer scorer, Dataset<Row> table) {
    Scorer own = scorer.labels(Animals.LABELS);
    List<Row> pairs = own.score(table).groupBy("name", "prediction").count().collectAsList();
    assertMatrix(pairs, own.evaluation().orElseThrow(), Animals.LABELS);
  }

  private static void assertMatrix(List<Row> pairs, Evaluation evaluation, List<String> labels) {
    List<List<Long>> expected = new ArrayList<>();
    labels.forEach(label -> expected.add(new ArrayList<>(Collections.nCopies(labels.size(), 0L))));
    long rows = 0;
    for (Row pair : pairs) {
      int truth = labels.indexOf(pair.getString(0));
      expected.get(truth).set(labels.indexOf(pair.getString(1)), pair.getLong(2));
      rows += pair.getLong(2);
    }
    assertTrue(pairs.size() > labels.size(), "some are confused");
    assertEquals(expected, evaluation.confusionMatrix().rows());
    assertEquals(rows, evaluation.rows());
  }

  @Test
  void textInADictionary() throws IOException {
    assertCounted(scorer("name"), stored(animals));
  }

  @Test
  void textAsItStands() throws IOException {
    assertCounted(scorer("name"), stored(animals, "parquet.enable.dictionary", "false"));
  }

  @Test
  void textInRows() throws IOException {
    assertCounted(scorer("name"), stored(animals).repartition(3));
  }

  @Test
  void textThatIsAFolder() throws IOException {
    String path = folder.resolve("folders").toString();
    animals.selectExpr("*", "name as folder").write().partitionBy("folder").parquet(path);
    assertCounted(scorer("folder"), spark.read().parquet(path));
  }

  @Test
  void textThatIsComputed() throws IOException {
    assertCounted(
        scorer("computed"), stored(animals).selectExpr("*", "lower(upper(name)) computed"));
  }

  @Test
  void textOffHeap() throws IOException {
    Dataset<Row> table = stored(animals);
    spark.conf().set("spark.sql.columnVector.offheap.enabled", "true");
    try {
      assertCounted(scorer("name"), table);
    } finally {
      spark.conf().unset("spark.sql.columnVector.offheap.enabled");
    }
  }

  @Test
  void textInACache() throws IOException {
    Dataset<Row> table = stored(animals).cache();
    try {
      assertCounted(scorer("name"), table);
    } finally {
      table.unpersist();
    }
  }

  @Test
  void aFieldOfAStruct() throws IOException {
    Dataset<Row> table =
        stored(
            animals.selectExpr(
                "*", "if(copy % 3 = 0, null, named_struct('of', named_struct('kind', name))) s"));
    for (Dataset<Row> each : List.of(table, table.repartition(3))) {
      Scorer scorer = scorer("s.of.kind");
      List<Row> pairs =
          scorer
              .score(each)
              .filter("s is not null or id < 0")
              .groupBy("name", "prediction")
              .count()
              .collectAsList();
      assertMatrix(pairs, scorer.evaluation().orElseThrow(), Animals.LABELS);
      assertEquals(0, scorer.evaluation().orElseThrow().unlabelled(), "of rows that were left out");
      scorer.score(each).write().format("noop").mode("overwrite").save();
      assertEquals(20 * 34, scorer.evaluation().orElseThrow().unlabelled());
    }
  }

  /** A number is the label that it is written as; without labels those are the classes' numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"tinyint", "smallint", "int", "bigint", "float", "double", "string"})
  void numbers(String type) throws IOException {
    Dataset<Row> table = stored(animals.selectExpr("*", "cast(truth as %s) label".formatted(type)));
    List<String> numbers = List.of("0", "1", "2", "3");
    for (Dataset<Row> each : List.of(table, table.repartition(3))) {
      Scorer scorer = scorer("label").labels(List.of());
      List<Row> pairs =
          scorer
              .score(each)
              .selectExpr("string(truth) truth", "prediction")
              .groupBy("truth", "prediction")
              .count()
              .collectAsList();
      assertMatrix(pairs, scorer.evaluation().orElseThrow(), numbers);
    }
  }

  @Test
  void numbersThatAreLabelsInAnyOrder() throws IOException {
    Dataset<Row> table =
        stored(animals.selectExpr("*", "element_at(array(7, -1, 300, 0), truth + 1) label"));
    List<String> labels = List.of("7", "-1", "300", "0");
    Scorer scorer = scorer("label").labels(labels);
    List<Row> pairs =
        scorer
            .score(table)
            .selectExpr("string(label) truth", "prediction")
            .groupBy("truth", "prediction")
            .count()
            .collectAsList();
    assertMatrix(pairs, scorer.evaluation().orElseThrow(), labels);
  }

  @Test
  void ofTwoClassesTrueIsTheSecond() throws IOException {
    Dataset<Row> people =
        spark
            .read()
            .parquet("data-samples/overweight/people.parquet")
            .crossJoin(spark.range(10).toDF("copy"))
            .selectExpr("*", "pmod(hash(id, copy), 3) = 0 heavy");
    Dataset<Row> table = stored(people);
    for (Dataset<Row> each : List.of(table, table.repartition(3))) {
      Scorer scorer =
          Scorer.load(spark, "data-samples/overweight/overweight.keras")
              .features("height_cm", "weight_kg")
              .labels("normal", "overweight")
              .labelCol("heavy");
      List<Row> pairs =
          scorer
              .score(each)
              .selectExpr("if(heavy, 'overweight', 'normal') truth", "prediction")
              .groupBy("truth", "prediction")
              .count()
              .collectAsList();
      assertMatrix(pairs, scorer.evaluation().orElseThrow(), List.of("normal", "overweight"));
    }
  }

  /** Rows without a label, with one that is no class's, and such as cannot be scored. */
  @Test
  void rowsThatDoNotCount() throws IOException {
    Dataset<Row> table =
        stored(
            animals.selectExpr(
                "* except(name, weight_kg)",
                "case when copy < 10 then null when copy < 30 then 'cow' when copy < 35 then ''"
                    + " when copy < 40 then repeat('long ', 100) else name end name",
                "if(copy % 10 = 9, null, weight_kg) weight_kg"));
    for (OnInvalid onInvalid : List.of(OnInvalid.NULL, OnInvalid.DROP)) {
      for (Dataset<Row> each : List.of(table, table.repartition(3))) {
        Scorer scorer = scorer("name").onInvalid(onInvalid);
        scorer.score(each).write().format("noop").mode("overwrite").save();
        Evaluation evaluation = scorer.evaluation().orElseThrow();
        assertEquals(20 * 9, evaluation.unlabelled());
        assertEquals(Map.of("cow", 20L * 18, "", 20L * 5), evaluation.unknownLabels());
        assertEquals(20 * 4, evaluation.otherUnknown());
        assertEquals(20 * 54, evaluation.rows());
        assertEquals(20 * 90, scorer.statistics().scored());
      }
    }
  }

  @Test
  void numbersThatAreNoClass() throws IOException {
    Dataset<Row> table =
        stored(
            animals.selectExpr(
                "*",
                "case when copy < 10 then 0.5 when copy < 15 then double('NaN') when copy < 17 then 4"
                    + " when copy < 18 then null else double(truth) end label"));
    Scorer scorer = scorer("label").labels(List.of());
    scorer.score(table).write().format("noop").mode("overwrite").save();
    Evaluation evaluation = scorer.evaluation().orElseThrow();
    assertEquals(Map.of("0.5", 200L, "NaN", 100L, "4", 40L), evaluation.unknownLabels());
    assertEquals(20, evaluation.unlabelled());
    assertEquals(20 * 82, evaluation.rows());
  }

  /** The scores are held against the labels too, not the predictions alone. */
  @Test
  void probabilitiesCount() throws IOException {
    Dataset<Row> table = stored(animals);
    Scorer scorer = scorer("name");
    Row expected =
        scorer
            .score(table)
            .selectExpr(
                "-avg(ln(double(case name when 'cat' then probability_cat when 'dog' then"
                    + " probability_dog when 'llama' then probability_llama else probability_lizard end)))",
                "avg(greatest(probability_cat, probability_dog, probability_llama, probability_lizard))",
                "avg(int(name = prediction))")
            .first();
    Evaluation evaluation = scorer.evaluation().orElseThrow();
    assertEquals(expected.getDouble(0), evaluation.logLoss(), 1e-6);
    assertEquals(expected.getDouble(2), evaluation.accuracy(), 1e-12);
    double confidence =
        evaluation.calibration().stream()
                .filter(bin -> bin.rows() > 0)
                .mapToDouble(bin -> bin.rows() * bin.confidence())
                .sum()
            / evaluation.rows();
    assertEquals(expected.getDouble(1), confidence, 1e-6);
  }

  @Test
  void withoutALabelColumnThereIsNoEvaluation() throws IOException {
    assertEquals(Optional.empty(), ScoreRequest.animals().scorer().evaluation());
  }

  private static void assertRefused(String message, Scorer scorer, Dataset<Row> table) {
    assertEquals(
        message,
        assertThrows(IncompatibleTableException.class, () -> scorer.score(table)).getMessage());
  }

  @Test
  void refusals() throws IOException {
    Dataset<Row> table =
        animals.selectExpr(
            "* except(copy, truth)", "array(name) list", "name is null odd", "1 one");
    assertRefused(
        "no column 'nam' for the true labels; did you mean 'name'?; the table has "
            + String.join(", ", table.columns()),
        scorer("nam"),
        table);
    assertRefused(
        "label column 'list' is of type array<string>; allowed: strings, whole numbers, float, double, and for two classes boolean; the model has 4 classes; cast it or name another column",
        scorer("list"),
        table);
    assertRefused(
        "label column 'odd' is of type boolean; allowed: strings, whole numbers, float, double, and for two classes boolean; the model has 4 classes; cast it or name another column",
        scorer("odd"),
        table);
    assertRefused(
        "label column 'one' is of type int, and no label is a whole number (cat, dog, llama, lizard); name a column of labels, or leave the labels out, so that classes are numbered from 0",
        scorer("one"),
        table);
  }

  @Test
  void aModelWithoutClassesIsRefused() throws IOException {
    String model = "src/test/resources/goldens/LSTM/open-time/model.keras";
    Scorer raw = Scorer.load(spark, model).features("x").labelCol("y");
    Dataset<Row> table = spark.range(1).selectExpr("array_repeat(float(1), 6) x", "'a' y");
    assertRefused(
        "label column 'y' for %s, whose outputs are not the probabilities of classes; only models that end in a softmax or in one sigmoid unit are held against labels; leave the label column out"
            .formatted(model),
        raw,
        table);
  }
}
