package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.profile.FeatureProfile;
import io.forwardpass.profile.Naive;
import io.forwardpass.spark.batch.OnInvalid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** What is counted of the features while rows are scored, against the plain twin. */
final class FeatureProfilesTest {
  private static final List<Float> EDGES = List.of(-2f, 0f, 5f, 30f, 60f);

  private final SparkSession spark = LocalSpark.session();

  /** The animals with what cannot be scored, some rows with two faults. */
  private Dataset<Row> faulty() {
    return spark
        .read()
        .parquet(Animals.TABLE)
        .withColumn("weight_kg", functions.expr("if(id % 3 = 0, null, weight_kg)"))
        .withColumn(
            "height_cm",
            functions.expr(
                "case when id % 4 = 0 then float('NaN') when id % 4 = 1 then float('Infinity')"
                    + " when id % 5 = 0 then null else height_cm end"));
  }

  private Scorer scorer(List<String> features, List<Float> edges) throws Exception {
    return Scorer.load(spark, Animals.MODEL)
        .features(features)
        .onInvalid(OnInvalid.NULL)
        .probabilities(Probabilities.ARRAY)
        .histograms(Collections.nCopies(features.size(), edges));
  }

  private static void assertProfiles(List<String> features, Dataset<Row> table, Scorer scorer) {
    List<Row> rows =
        table
            .select(
                features.stream()
                    .map(feature -> functions.col(feature).cast("float"))
                    .toArray(Column[]::new))
            .collectAsList();
    assertEquals(rows.size(), scorer.score(table).collectAsList().size());
    List<FeatureProfile> profiles = scorer.featureProfiles();
    for (int feature = 0; feature < features.size(); feature++) {
      List<Float> values = new ArrayList<>();
      for (Row row : rows) {
        values.add(row.isNullAt(feature) ? null : row.getFloat(feature));
      }
      Naive.assertClose(Naive.profile(features.get(feature), values, EDGES), profiles.get(feature));
    }
  }

  @Test
  void ofColumns() throws Exception {
    assertProfiles(Animals.FEATURES, faulty(), scorer(Animals.FEATURES, EDGES));
  }

  /** A table made of rows is scored row by row. */
  @Test
  void ofRows() throws Exception {
    Dataset<Row> rows = spark.createDataFrame(faulty().collectAsList(), faulty().schema());
    assertProfiles(Animals.FEATURES, rows, scorer(Animals.FEATURES, EDGES));
  }

  @Test
  void ofFourTasksInBatchesOfThree() throws Exception {
    assertProfiles(
        Animals.FEATURES, faulty().repartition(4), scorer(Animals.FEATURES, EDGES).batchSize(3));
  }

  private void assertArrays(Dataset<Row> arrays) throws Exception {
    Scorer scorer = scorer(List.of("x"), EDGES);
    scorer.score(arrays).collectAsList();
    FeatureProfile profile = scorer.featureProfiles().get(0);
    Row expected =
        arrays
            .selectExpr(
                "count_if(size(x) = 8) rows",
                "count_if(x is null) nulls",
                "count_if(size(x) <> 8) lengths",
                "sum(if(size(x) = 8, size(filter(x, e -> isnan(e))), 0)) nans",
                "sum(if(size(x) = 8, size(filter(x, e -> not isnan(e) and e >= 5 and e < 30)), 0)) bin")
            .first();
    assertEquals(expected.getLong(0), profile.rows());
    assertEquals(expected.getLong(1), profile.nulls());
    assertEquals(expected.getLong(2), profile.wrongLengths());
    assertEquals(expected.getLong(3), profile.nans());
    assertEquals(expected.getLong(4), profile.counts().get(3));
    assertEquals(8 * profile.rows(), profile.count() + profile.nans());
    assertTrue(profile.nulls() > 0 && profile.wrongLengths() > 0 && profile.nans() > 0);
  }

  @Test
  void ofTheElementsOfArrays() throws Exception {
    Dataset<Row> arrays =
        spark
            .read()
            .parquet(Animals.TABLE)
            .selectExpr(
                "id",
                "case when id % 5 = 0 then null when id % 5 = 1 then array(1f)"
                    + " when id % 5 = 2 then array(float('NaN'), 1f, 2f, 3f, 4f, 5f, 6f, 7f)"
                    + " else array(%s) end x".formatted(String.join(", ", Animals.FEATURES)));
    String file = "target/arrays-of-animals";
    arrays.write().mode("overwrite").parquet(file);
    assertArrays(spark.read().parquet(file));
    assertArrays(spark.createDataFrame(arrays.collectAsList(), arrays.schema()));
  }

  @Test
  void ofSequences() throws Exception {
    Dataset<Row> table =
        spark
            .range(8)
            .selectExpr(
                "case when id = 0 then null when id = 1 then array(float('NaN'), 1f)"
                    + " else transform(sequence(1, 2 * int(id)), x -> float(x)) end x");
    Scorer scorer =
        Scorer.load(spark, "src/test/resources/goldens/LSTM/open-time/model.keras")
            .features("x")
            .onInvalid(OnInvalid.NULL)
            .probabilities(Probabilities.COLUMNS)
            .histograms(List.of(List.of(3.5f)));
    scorer.score(table).collectAsList();
    FeatureProfile profile = scorer.featureProfiles().get(0);
    assertEquals(1, profile.nulls());
    assertEquals(8, profile.rows() + profile.nulls() + profile.wrongLengths());
    assertTrue(profile.count() > 0);
  }

  @Test
  void nothingIsCountedWhereNobodyAsks() throws Exception {
    Scorer scorer = ScoreRequest.animals().scorer();
    scorer.score(spark.read().parquet(Animals.TABLE)).collectAsList();
    assertEquals(List.of(), scorer.featureProfiles());
    Scorer few = scorer.histograms(List.of(EDGES));
    assertThrows(
        IncompatibleTableException.class, () -> few.score(spark.read().parquet(Animals.TABLE)));
  }

  @Test
  void edgesAreQuantiles() throws Exception {
    Dataset<Row> table =
        spark
            .range(0, 10_000, 1, 3)
            .selectExpr(
                "cast(id as double) weight_kg",
                "id % 2 = 0 height_cm",
                "5 ear_length_cm",
                "cast(null as float) tail_length_cm",
                "if(id < 9000, 0f, float(id)) leg_length_cm",
                "if(id % 2 = 0, float('NaN'), float(id)) fur_length_cm",
                "if(id % 2 = 0, float('Infinity'), float(id)) neck_length_cm",
                "cast(id as decimal(10, 2)) top_speed_kmh");
    List<List<Float>> edges = scorer(Animals.FEATURES, EDGES).edges(table);
    for (int feature : List.of(0, 7)) {
      List<Float> even = edges.get(feature);
      assertEquals(101, even.size());
      assertEquals(0f, even.get(0));
      assertEquals(9999f, even.get(100));
      for (int edge = 0; edge < 101; edge++) {
        assertEquals(100f * edge, even.get(edge), 11f, "a tenth of a bin's rows off at most");
      }
    }
    assertEquals(List.of(0f, Math.nextUp(0f), 1f, Math.nextUp(1f)), edges.get(1));
    assertEquals(List.of(5f, Math.nextUp(5f)), edges.get(2));
    assertEquals(List.of(), edges.get(3), "of nulls");
    assertEquals(List.of(0f, Math.nextUp(0f)), edges.get(4).subList(0, 2), "alone in its bin");
    assertTrue(edges.get(5).size() > 90, "without NaN");
    assertTrue(edges.get(6).stream().allMatch(Float::isFinite) && edges.get(6).size() > 40);
  }

  @Test
  void edgesOfArraysOfAllKinds() throws Exception {
    Dataset<Row> table =
        spark
            .range(100)
            .selectExpr(
                "if(id = 7, null, transform(sequence(1, 8), x -> float(id * 8 + x))) flat",
                "transform(sequence(1, 8), x -> double(id * 8 + x)) doubles")
            .withColumn(
                "vector", org.apache.spark.ml.functions.array_to_vector(functions.col("doubles")));
    for (String feature : List.of("flat", "vector")) {
      List<Float> edges = scorer(List.of(feature), EDGES).edges(table).get(0);
      assertEquals(101, edges.size(), feature);
      assertEquals(1f, edges.get(0), feature);
      assertEquals(800f, edges.get(100), feature);
    }
    Dataset<Row> packed =
        spark.sql("select unhex('0000803F000000400000404000008040' || repeat('00', 16)) x");
    assertEquals(
        List.of(0f, Math.nextUp(0f), 1f, 2f, 3f, 4f),
        scorer(List.of("x"), EDGES).edges(packed).get(0).stream()
            .filter(edge -> edge == Math.rint(edge) || edge < 1e-30f)
            .toList());
  }

  /** 784 columns have bins, and what a task sends back for them, in bounds. */
  @Test
  void ofAWideTable() throws Exception {
    List<String> features = IntStream.range(0, 784).mapToObj(n -> "p" + n).toList();
    Dataset<Row> table =
        spark
            .range(0, 200, 1, 2)
            .selectExpr(
                features.stream()
                    .map(name -> "float((id * %s) %% 101) %s".formatted(name.substring(1), name))
                    .toArray(String[]::new));
    Scorer scorer =
        Scorer.load(spark, "src/test/resources/benchmark/wide.keras")
            .features(features)
            .probabilities(Probabilities.ARRAY);
    List<List<Float>> edges = scorer.edges(table);
    int bins = edges.stream().mapToInt(List::size).sum();
    assertEquals(784, edges.size());
    assertTrue(bins > 784 * 15 && bins <= 784 * 27, bins + " edges");
    Scorer counting = scorer.histograms(edges);
    counting.score(table).write().format("noop").mode("overwrite").save();
    List<FeatureProfile> profiles = counting.featureProfiles();
    assertEquals(784, profiles.size());
    assertTrue(profiles.stream().allMatch(profile -> profile.count() == 200));
    assertEquals(0, profiles.get(0).max());
    assertEquals(100, profiles.get(1).max());
  }
}
