package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.batch.OnInvalid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every type and layout of features gives the numbers that the same values give as plain float
 * columns, in batches of columns and in rows.
 */
final class FeatureTypesTest {
  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  /** 1,000 rows of eight small whole numbers each, f0 to f7, as floats. */
  private Dataset<Row> floats() {
    List<String> columns = new ArrayList<>(List.of("id"));
    for (int feature = 0; feature < 8; feature++) {
      columns.add(
          "cast((id * %d + %d) %% 13 as float) f%d".formatted(feature + 3, feature, feature));
    }
    return spark.range(0, 1000, 1, 2).selectExpr(columns.toArray(new String[0]));
  }

  private static final List<String> SCALARS =
      List.of("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7");

  private Scorer scorer(List<String> features) throws Exception {
    return ScoreRequest.animals().features(features).scorer();
  }

  private Dataset<Row> parquet(Dataset<Row> table, String name) {
    String path = folder.resolve(name).toString();
    table.write().parquet(path);
    return spark.read().parquet(path);
  }

  private List<String> outputs(Dataset<Row> scored) {
    return scored
        .orderBy("id")
        .select("probability_cat", "probability_dog", "probability_llama", "probability_lizard")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private void assertSameAsFloats(Dataset<Row> table, List<String> features) throws Exception {
    List<String> expected = outputs(scorer(SCALARS).score(parquet(floats(), "floats")));
    Dataset<Row> stored = parquet(table, "typed");
    assertEquals(expected, outputs(scorer(features).score(stored)), "in column batches");
    assertEquals(expected, outputs(scorer(features).score(stored.repartition(2))), "in rows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double",
        "int",
        "bigint",
        "smallint",
        "tinyint",
        "decimal(5,2)",
        "decimal(15,3)",
        "decimal(30,4)"
      })
  void takesEveryNumber(String type) throws Exception {
    Dataset<Row> table = floats();
    for (String column : SCALARS) {
      table = table.withColumn(column, functions.col(column).cast(type));
    }
    assertSameAsFloats(table, SCALARS);
  }

  @Test
  void takesBooleansAsOneAndZero() throws Exception {
    Dataset<Row> table = floats().withColumn("f3", functions.expr("cast(f3 > 6 as float)"));
    List<String> expected = outputs(scorer(SCALARS).score(parquet(table, "zero-one")));
    Dataset<Row> booleans = parquet(table.withColumn("f3", functions.expr("f3 = 1")), "booleans");
    assertEquals(expected, outputs(scorer(SCALARS).score(booleans)));
    assertEquals(expected, outputs(scorer(SCALARS).score(booleans.repartition(2))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double", "int", "bigint", "decimal(9,1)"})
  void takesArrays(String type) throws Exception {
    Dataset<Row> table =
        floats()
            .selectExpr(
                "id", "cast(array(f0, f1, f2, f3, f4, f5, f6, f7) as array<%s>) v".formatted(type));
    assertSameAsFloats(table, List.of("v"));
  }

  @Test
  void takesMlVectorsDenseAndSparse() throws Exception {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(SCALARS.toArray(new String[0])).setOutputCol("v");
    Dataset<Row> table = assembler.transform(floats()).select("id", "v");
    assertSameAsFloats(table, List.of("v"));
  }

  @Test
  void takesAMixInOrder() throws Exception {
    Dataset<Row> table =
        floats()
            .selectExpr(
                "id",
                "f0",
                "array(f1, f2) a",
                "named_struct('x', f3, 'y', named_struct('z', cast(f4 as int))) s",
                "array(f5, f6, f7) b");
    assertSameAsFloats(table, List.of("f0", "a[2]", "s.x", "s.y.z", "b"));
  }

  @Test
  void takesAPartitionColumnAndDictionaries() throws Exception {
    String path = folder.resolve("partitioned").toString();
    floats()
        .withColumn("f0", functions.expr("cast(f0 as int)"))
        .withColumn("f1", functions.expr("cast(f1 as bigint)"))
        .write()
        .partitionBy("f0")
        .parquet(path);
    List<String> expected = outputs(scorer(SCALARS).score(parquet(floats(), "floats")));
    assertEquals(expected, outputs(scorer(SCALARS).score(spark.read().parquet(path))));
  }

  @Test
  void takesComputedColumns() throws Exception {
    List<String> expected = outputs(scorer(SCALARS).score(parquet(floats(), "floats")));
    Dataset<Row> halves =
        parquet(floats().withColumn("f0", functions.expr("f0 / 2")), "halves")
            .withColumn("f0", functions.expr("f0 * 2"));
    assertEquals(expected, outputs(scorer(SCALARS).score(halves)));
  }

  @ParameterizedTest
  @CsvSource({
    "null, cast(null as array<float>)",
    "null, 'array(f0, f1, f2, null, f4, f5, f6, f7)'",
    "length, 'array(f0, f1)'",
    "length, 'array(f0, f1, f2, f3, f4, f5, f6, f7, f0)'",
    "NaN, 'array(f0, f1, f2, f3, f4, f5, float(\"NaN\"), f7)'",
    "infinite, 'array(f0, f1, f2, 1e300D, f4, f5, f6, f7)'"
  })
  void findsFaultyArrays(String reason, String faulty) throws Exception {
    Dataset<Row> table =
        floats()
            .selectExpr(
                "id",
                "if(id %% 10 = 4, cast(%s as array<double>), cast(array(f0, f1, f2, f3, f4, f5, f6, f7) as array<double>)) v"
                    .formatted(faulty));
    Dataset<Row> stored = parquet(table, "faulty");
    for (Dataset<Row> rows : List.of(stored, stored.repartition(2))) {
      Scorer scorer =
          ScoreRequest.animals().features(List.of("v")).onInvalid(OnInvalid.NULL).scorer();
      assertEquals(
          900,
          scorer.score(rows).collectAsList().stream()
              .filter(row -> !row.isNullAt(row.fieldIndex("prediction")))
              .count());
      assertEquals("{v={%s=100}}".formatted(reason), scorer.statistics().invalid().toString());
    }
  }

  @Test
  void scoresATableOfConstants() throws Exception {
    String row = "1, 2F, 3D, 4L, 5S, 6Y, 7.5, true";
    Dataset<Row> constants =
        spark.sql("select * from values (" + row + ") as t(f0, f1, f2, f3, f4, f5, f6, f7)");
    Dataset<Row> stored = parquet(constants, "constants");
    assertEquals(
        scorer(SCALARS).score(stored).collectAsList(),
        scorer(SCALARS).score(constants).collectAsList());
  }

  @Test
  void refusesALengthBehindAScalar() throws Exception {
    Scorer scorer = scorer(List.of("f0[8]"));
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(floats())).getMessage();
    assertEquals(
        "feature 'f0[8]' gives a length of 8, and the column's is 1; leave the length out",
        message);
  }

  @Test
  void namesSomeOfManyColumns() throws Exception {
    Dataset<Row> wide =
        floats()
            .sparkSession()
            .range(1)
            .selectExpr(IntStream.range(0, 1500).mapToObj(n -> "1f x" + n).toArray(String[]::new));
    Scorer scorer = scorer(List.of("another"));
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(wide)).getMessage();
    assertTrue(message.endsWith("; the table has " + first(20) + ", ... (1,500 in all)"), message);
  }

  private static String first(int columns) {
    return IntStream.range(0, columns).mapToObj(n -> "x" + n).collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "`f0", ""})
  void refusesNamesOfNoColumn(String name) throws Exception {
    Scorer scorer = scorer(List.of(name));
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(floats())).getMessage();
    assertTrue(message.startsWith("no column '" + name + "' for a feature"), message);
  }

  @Test
  void refusesTextNamingTheAllowedTypes() throws Exception {
    Dataset<Row> table = floats().withColumn("f2", functions.expr("cast(f2 as string)"));
    Scorer scorer = scorer(SCALARS);
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(table)).getMessage();
    assertEquals(
        "feature 'f2' is a column of type string; allowed: numbers, booleans, arrays of them, nested"
            + " or not, packed floats as binary, and ML vectors; cast it or name another column",
        message);
  }

  @Test
  void refusesTooFewFeaturesWithTheNumberThatTheModelTakes() throws Exception {
    Scorer scorer = scorer(SCALARS.subList(0, 7));
    String message =
        assertThrows(IncompatibleTableException.class, () -> scorer.score(floats())).getMessage();
    assertTrue(
        message.startsWith("the features fill 7 inputs (f0, f1, f2, f3, f4, f5, f6);"), message);
    assertTrue(message.contains("takes 8"), message);
  }
}
