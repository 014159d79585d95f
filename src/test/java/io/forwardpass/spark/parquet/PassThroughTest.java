package io.forwardpass.spark.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.LocalSpark;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.batch.OnInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Columns that only pass through are right whatever files they come from: what cannot be copied is
 * decoded, and neither is ever put beside another row's scores.
 */
final class PassThroughTest {
  /** Row groups of this size are copied where the output's are of the same. */
  private static final Map<String, String> SMALL =
      Map.of("parquet.block.size", "8000", "compression", "none");

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();

  @AfterEach
  void dropTables() {
    spark.sql("drop table if exists renamed_ours");
    spark.sql("drop table if exists renamed_sparks");
    spark.sql("drop table if exists grown");
  }

  /**
   * For a table whose row groups are those of the input, so that nothing but names keeps them off.
   */
  private static String smallAt(Path location) {
    return " options (`parquet.block.size` '8000', compression 'none') location '%s'"
        .formatted(location);
  }

  /** Rows from {@code from} on, each with a number, a feature, a repeated word and a day. */
  private Dataset<Row> rows(long from, long to) {
    return spark
        .range(from, to, 1, 1)
        .selectExpr(
            "id",
            "cast(sin(id) as float) feature",
            "cast(id as int) number",
            "if(id % 4 = 0, null, concat('word ', id % 50)) word",
            "date_add(date'2001-01-01', cast(id as int)) day");
  }

  private Path write(Dataset<Row> table, String name) {
    Path path = folder.resolve("input").resolve(name);
    table.write().options(SMALL).parquet(path.toString());
    return path;
  }

  private Dataset<Row> read(Path... paths) {
    return spark.read().parquet(Arrays.stream(paths).map(Path::toString).toArray(String[]::new));
  }

  /** Writes {@code table} by both writers, compares, and gives the plan. */
  private String check(Dataset<Row> table) throws Exception {
    return check(table, SMALL);
  }

  private String check(Dataset<Row> table, Map<String, String> options) throws Exception {
    String plan = Writes.both(table, folder, options);
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
    return plan;
  }

  private List<Long> rowGroups(Path path) throws Exception {
    return new Written(path).rowGroups().stream().map(BlockMetaData::getRowCount).sorted().toList();
  }

  private void assertCopied(Path... inputs) throws Exception {
    List<Long> expected = new ArrayList<>();
    for (Path input : inputs) {
      expected.addAll(rowGroups(input));
    }
    Collections.sort(expected);
    assertTrue(expected.size() > 2, expected::toString);
    assertEquals(expected, rowGroups(folder.resolve("ours")));
  }

  @Test
  void copiesRowGroupsAsTheyAre() throws Exception {
    Path input = write(rows(0, 3000), "a");
    String plan = check(read(input));
    assertTrue(plan.contains("copies id, feature, number, word, day"), plan);
    assertTrue(plan.contains("FileScan parquet [feature#"), plan);
    assertCopied(input);
    assertNotEquals(rowGroups(input), rowGroups(folder.resolve("sparks")));
  }

  /** All files of one task, one after the other. */
  private <T> T inOneTask(Callable<T> body) throws Exception {
    return Writes.under(
        Map.of("spark.sql.files.openCostInBytes", "0", "spark.sql.files.minPartitionNum", "1"),
        body);
  }

  @Test
  void givesNullsWhereAFileLacksAColumn() throws Exception {
    Path old = write(rows(0, 1500).drop("word"), "old");
    Path recent = write(rows(1500, 3000), "recent");
    inOneTask(() -> check(spark.read().schema(rows(0, 1).schema()).parquet(old + "", recent + "")));
    assertEquals(
        1500 + 375, new Written(folder.resolve("ours")).read().filter("word is null").count());
  }

  @Test
  void mergesSchemas() throws Exception {
    Path old = write(rows(0, 1500).drop("word", "number"), "old");
    Path recent = write(rows(1500, 3000), "recent");
    inOneTask(
        () -> check(spark.read().option("mergeSchema", "true").parquet(old + "", recent + "")));
  }

  @Test
  void widensNumbers() throws Exception {
    Path narrow = write(rows(0, 1500), "narrow");
    Path wide = write(rows(1500, 3000).withColumn("number", wideNumber()), "wide");
    StructType schema = read(wide).schema();
    inOneTask(() -> check(spark.read().schema(schema).parquet(narrow + "", wide + "")));
    assertEquals(
        3000,
        new Written(folder.resolve("ours"))
            .read()
            .filter("number = id or number = id + 5000000000")
            .count());
  }

  private static Column wideNumber() {
    return functions.expr("id + 5000000000");
  }

  /** An INSERT goes by position: Spark renames by a projection, which takes rows. */
  @Test
  void renamesByPosition() throws Exception {
    Path input = write(rows(0, 3000), "a");
    Dataset<Row> scored = Writes.scored(read(input));
    for (String which : new String[] {"ours", "sparks"}) {
      spark.sql(
          "create table renamed_%s (a bigint, b float, c int, d string, e date, f float, g float,"
                  .formatted(which)
              + " h float, i string) using parquet"
              + smallAt(folder.resolve(which)));
    }
    scored.write().insertInto("renamed_ours");
    Writes.bySpark(
        () -> {
          scored.write().insertInto("renamed_sparks");
          return null;
        });
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
    assertEquals("a", new Written(folder.resolve("ours")).schema().getType(0).getName());
  }

  @Test
  void insertsUnderTheSameNames() throws Exception {
    Path input = write(rows(0, 3000), "a");
    Dataset<Row> scored = Writes.scored(read(input));
    for (String which : new String[] {"ours", "sparks"}) {
      spark.sql(
          "create table renamed_%s (%s) using parquet location '%s'"
              .formatted(which, scored.schema().toDDL(), folder.resolve(which)));
    }
    List<String> plans =
        Writes.plans(
            () -> {
              scored.write().insertInto("renamed_ours");
              return null;
            });
    Writes.bySpark(
        () -> {
          scored.write().insertInto("renamed_sparks");
          return null;
        });
    assertTrue(String.join("\n", plans).contains("ColumnarWriteFiles"), plans::toString);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
  }

  /** Two columns of one type change places. */
  @Test
  void swapsByPosition() throws Exception {
    Path input = write(rows(0, 3000).selectExpr("id", "feature", "id * 2 as twice"), "a");
    Dataset<Row> scored = Writes.scored(read(input)).drop("prediction");
    for (String which : new String[] {"ours", "sparks"}) {
      spark.sql(
          "create table renamed_%s (twice bigint, feature float, id bigint, f float, g float,"
                  .formatted(which)
              + " h float) using parquet"
              + smallAt(folder.resolve(which)));
    }
    scored.write().insertInto("renamed_ours");
    Writes.bySpark(
        () -> {
          scored.write().insertInto("renamed_sparks");
          return null;
        });
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
    assertEquals(3000, new Written(folder.resolve("ours")).read().filter("id = 2 * twice").count());
  }

  @Test
  void decodesFilesOfOtherCodecs() throws Exception {
    Path plain = write(rows(0, 1500), "plain");
    Path packed = folder.resolve("input").resolve("packed");
    rows(1500, 3000).write().options(SMALL).option("compression", "zstd").parquet(packed + "");
    inOneTask(() -> check(read(plain, packed)));
    Set<String> codecs = new HashSet<>();
    new Written(folder.resolve("ours"))
        .rowGroups()
        .forEach(group -> group.getColumns().forEach(c -> codecs.add(c.getCodec().name())));
    assertEquals(Set.of("UNCOMPRESSED"), codecs);
  }

  /** Of many small files each would hold a descriptor until the garbage collector comes by. */
  @Test
  @EnabledOnOs(OS.LINUX) // which lists what is open
  void closesTheFilesThatItDecodes() throws Exception {
    Path packed = folder.resolve("input").resolve("packed");
    rows(0, 1500)
        .repartition(5)
        .write()
        .options(SMALL)
        .option("compression", "zstd")
        .parquet(packed.toString());
    inOneTask(() -> check(read(packed)));
    Path descriptors = Path.of("/proc/self/fd");
    List<String> open = new ArrayList<>();
    for (String descriptor : descriptors.toFile().list()) {
      Path link = descriptors.resolve(descriptor);
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(packed)) {
        open.add(Files.readSymbolicLink(link).toString());
      }
    }
    assertEquals(List.of(), open);
  }

  @Test
  void decodesFilesOfTheLegacyCalendar() throws Exception {
    Dataset<Row> ancient = rows(0, 1500).withColumn("day", functions.expr("date'1000-02-03'"));
    Path legacy =
        Writes.under(
            Map.of("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY"),
            () -> write(ancient, "legacy"));
    Path corrected = write(rows(1500, 3000), "corrected");
    inOneTask(() -> check(read(legacy, corrected)));
    assertEquals(
        1500, new Written(folder.resolve("ours")).read().filter("day = date'1000-02-03'").count());
  }

  /**
   * Files of writers that Spark does not know: the reader's option says which calendar is theirs.
   */
  @Test
  void takesTheCalendarThatTheReaderIsTold() throws Exception {
    Path file =
        ForeignFile.withDates(folder.resolve("input").resolve("foreign.parquet"), 3000, -400_000);
    for (String calendar : new String[] {"LEGACY", "CORRECTED"}) {
      Path below = folder.resolve(calendar);
      Dataset<Row> table =
          spark.read().option("datetimeRebaseMode", calendar).parquet(file.toString());
      Writes.both(table, below, Map.of("parquet.block.size", "8000", "compression", "none"));
      SameAsSpark.assertSame(below, SameAsSpark.Schema.MAYBE_REQUIRED);
    }
  }

  @Test
  void packsTinyRowGroups() throws Exception {
    Path input = folder.resolve("input").resolve("tiny");
    rows(0, 3000)
        .write()
        .option("parquet.block.row.count.limit", "100")
        .option("compression", "snappy")
        .parquet(input.toString());
    assertEquals(30, rowGroups(input).size());
    check(read(input), Map.of());
    assertEquals(1, rowGroups(folder.resolve("ours")).size());
  }

  /** A file whose column is required, one whose is not, and the first again: in one task. */
  @Test
  void mixesRequiredAndOptionalFiles() throws Exception {
    Path required = write(rows(0, 1000), "required");
    Path optional = write(nullable(rows(1000, 2000)), "optional");
    Path again = write(rows(2000, 3000), "again");
    inOneTask(
        () -> {
          Dataset<Row> table = read(required, optional, again);
          assertEquals(1, Writes.scored(table).rdd().getNumPartitions());
          return check(table);
        });
    assertCopied(required, optional, again);
  }

  private Dataset<Row> nullable(Dataset<Row> table) {
    return spark.createDataFrame(table.toJavaRDD(), read(write(table, "for-schema")).schema());
  }

  @Test
  void keepsPartitionColumns() throws Exception {
    Path input = folder.resolve("input");
    rows(0, 3000)
        .selectExpr("*", "cast(id % 2 as int) part", "if(id % 3 = 0, null, 'x y') name")
        .write()
        .options(SMALL)
        .partitionBy("part", "name")
        .parquet(input.toString());
    String plan = check(read(input));
    assertTrue(plan.contains("copies id, feature, number, word, day"), plan);
    assertFalse(plan.contains("copies id, feature, number, word, day, part"), plan);
    new Written(folder.resolve("ours")).read().createOrReplaceTempView("ours");
    assertEquals(3000, spark.sql("select * from ours where part = id % 2").count());
    assertEquals(1000, spark.sql("select * from ours where name is null and id % 3 = 0").count());
  }

  /** The scan then reads nothing from its files. */
  @Test
  void takesAPartitionColumnAsFeature() throws Exception {
    Path input = folder.resolve("input");
    rows(0, 3000)
        .drop("feature")
        .selectExpr("*", "cast(id % 3 as float) feature")
        .write()
        .options(SMALL)
        .partitionBy("feature")
        .parquet(input.toString());
    String plan = check(read(input));
    assertTrue(plan.contains("copies id, number, word, day"), plan);
    assertEquals(
        3000, new Written(folder.resolve("ours")).read().filter("feature = id % 3").count());
  }

  @Test
  void filtersBeforeScoring() throws Exception {
    Path input = write(rows(0, 3000), "a");
    Writes.both(read(input).filter("number % 3 = 1 and id > 100"), folder, SMALL);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
    assertEquals(966, new Written(folder.resolve("ours")).read().count());
  }

  @Test
  void filtersOnScores() throws Exception {
    Path input = write(rows(0, 3000), "a");
    Dataset<Row> some = Writes.scored(read(input)).filter("probability_low > 0.1 and id < 2000");
    some.write().parquet(folder.resolve("ours").toString());
    Writes.bySpark(
        () -> {
          some.write().parquet(folder.resolve("sparks").toString());
          return null;
        });
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
    assertTrue(new Written(folder.resolve("ours")).read().count() > 100);
  }

  @Test
  void takesANestedFieldAsFeature() throws Exception {
    Path input =
        write(
            rows(0, 3000)
                .selectExpr(
                    "id",
                    "word",
                    "struct(if(id < 0, null, number) number, if(id < 0, null, feature) feature) inner"),
            "a");
    Scorer scorer = Writes.scorer().features("inner.feature");
    String plan = write(scorer, read(input));
    assertTrue(plan.contains("copies id, word, inner"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
    assertCopied(input);
  }

  private String write(Scorer scorer, Dataset<Row> table) throws Exception {
    Dataset<Row> scored = scorer.score(table);
    Writes.bySpark(
        () -> {
          scored.write().options(SMALL).parquet(folder.resolve("sparks").toString());
          return null;
        });
    return String.join(
        "\n",
        Writes.plans(
            () -> {
              scored.write().options(SMALL).parquet(folder.resolve("ours").toString());
              return null;
            }));
  }

  @Test
  void readsTheSameFileTwice() throws Exception {
    Path input = write(rows(0, 1500), "a");
    inOneTask(() -> check(read(input, input, input)));
    assertCopied(input, input, input);
    assertEquals(4500, new Written(folder.resolve("ours")).read().count());
  }

  @Test
  void readsPartsOfAFileInSeveralTasks() throws Exception {
    Path input = write(rows(0, 6000), "a");
    Writes.under(
        Map.of(
            "spark.sql.files.maxPartitionBytes", "20000", "spark.sql.files.openCostInBytes", "1"),
        () -> {
          assertTrue(Writes.scored(read(input)).rdd().getNumPartitions() > 3);
          return check(read(input));
        });
    assertCopied(input);
  }

  @Test
  void takesNamesOfAllSorts() throws Exception {
    Path input =
        write(
            rows(0, 3000)
                .selectExpr(
                    "id as `the id`",
                    "feature",
                    "number as `a.b`",
                    "word as WORD",
                    "day as `größe #1`"),
            "a folder, of 50%");
    String plan = check(read(input));
    assertTrue(plan.contains("copies the id, feature, a.b, WORD, größe #1"), plan);
    assertCopied(input);
  }

  /** Names differ in case between files, and between files and the schema they are read with. */
  @Test
  void takesNamesInAnyCase() throws Exception {
    Path lower = write(rows(0, 1500), "lower");
    Path upper = write(rows(1500, 3000).withColumnRenamed("word", "WORD"), "upper");
    inOneTask(
        () -> check(spark.read().schema(read(lower).schema()).parquet(lower + "", upper + "")));
    assertEquals(750, new Written(folder.resolve("ours")).read().filter("word is null").count());
  }

  @Test
  void keepsSomeColumnsInAnotherOrder() throws Exception {
    Path input = write(rows(0, 3000), "a");
    check(read(input).select("word", "feature", "id"));
  }

  @Test
  void dropsInvalidRows() throws Exception {
    invalid(OnInvalid.DROP);
    assertEquals(2700, new Written(folder.resolve("ours")).read().count());
  }

  @Test
  void keepsInvalidRowsWithoutScores() throws Exception {
    invalid(OnInvalid.NULL);
    assertEquals(
        300,
        new Written(folder.resolve("ours"))
            .read()
            .filter("probability_low is null and prediction is null and id % 10 = 3")
            .count());
  }

  private void invalid(OnInvalid onInvalid) throws Exception {
    Path input =
        write(
            rows(0, 3000)
                .withColumn(
                    "feature",
                    functions.expr("if(id % 10 = 3, if(id < 1000, null, float('NaN')), feature)")),
            "a");
    String plan = write(Writes.scorer().onInvalid(onInvalid), read(input));
    assertTrue(plan.contains("ColumnarWriteFiles"), plan);
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.MAYBE_REQUIRED);
  }

  @Test
  void keepsVectors() throws Exception {
    List<Row> vectors = new ArrayList<>();
    for (int row = 0; row < 1000; row++) {
      vectors.add(
          RowFactory.create(
              row / 500f,
              row % 2 == 0
                  ? Vectors.dense(row, 1, 2)
                  : Vectors.sparse(9, new int[] {3}, new double[] {row})));
    }
    StructType schema =
        new StructType().add("feature", "float").add("vector", SQLDataTypes.VectorType());
    Path input = write(spark.createDataFrame(vectors, schema).coalesce(1), "a");
    check(read(input));
  }

  /** A column that was added with a default value, which older files lack. */
  @Test
  void givesDefaultsWhereAFileLacksAColumn() throws Exception {
    spark.sql("create table grown (id bigint, feature float) using parquet");
    spark.sql("insert into grown select id, cast(sin(id) as float) from range(1000)");
    spark.sql("alter table grown add column extra int default 42");
    spark.sql("insert into grown select id, cast(sin(id) as float), 7 from range(1000, 2000)");
    check(spark.table("grown"));
    assertEquals(1000, new Written(folder.resolve("ours")).read().filter("extra = 42").count());
  }

  /** Batches of a cached table are neither files nor to be freed by a reader. */
  @Test
  void writesCachedTables() throws Exception {
    Dataset<Row> cached =
        rows(0, 3000).selectExpr("id", "feature", "number", "id % 2 = 0 even").cache();
    try {
      check(cached);
      assertEquals(3000, cached.filter("number = id").count());
    } finally {
      cached.unpersist();
    }
  }

  /**
   * What the input's chunks lack or have too much is no reason to write less than was asked for.
   */
  @ParameterizedTest
  @CsvSource({
    "parquet.writer.version, v2",
    "parquet.enable.dictionary, false",
    "parquet.enable.dictionary#word, false",
    "parquet.bloom.filter.enabled#id, true"
  })
  void decodesWhatIsAskedForInAnotherForm(String option, String value) throws Exception {
    Path input = write(rows(0, 3000), "a");
    Map<String, String> options = new HashMap<>(SMALL);
    options.put(option, value);
    check(read(input), options);
    assertNotEquals(rowGroups(input), rowGroups(folder.resolve("ours")));
    assertEquals(encodings("sparks"), encodings("ours"));
  }

  private Set<String> encodings(String which) throws Exception {
    Set<String> encodings = new TreeSet<>();
    for (BlockMetaData rowGroup : new Written(folder.resolve(which)).rowGroups()) {
      rowGroup
          .getColumns()
          .forEach(
              chunk -> {
                String column = chunk.getPath().toDotString();
                if (column.equals("number") || column.equals("word")) {
                  encodings.add(column + " " + values(chunk.getEncodings()));
                }
              });
    }
    return encodings;
  }

  /** Without those of levels, of which there are none where a column is required. */
  private static Set<Encoding> values(Set<Encoding> encodings) {
    Set<Encoding> values = new TreeSet<>(encodings);
    values.removeIf(encoding -> Set.of("BIT_PACKED", "RLE").contains(encoding.name()));
    return values;
  }

  /** PyArrow wrote the sample: without page indexes, without a word of Spark. */
  @Test
  void decodesFilesOfOtherWriters() throws Exception {
    Path sample = Path.of(Animals.TABLE);
    String codec = Written.footer(sample).getBlocks().get(0).getColumns().get(0).getCodec().name();
    Dataset<Row> scored =
        Scorer.load(spark, Animals.MODEL)
            .features(Animals.FEATURES)
            .labels(Animals.LABELS)
            .score(read(sample));
    Map<String, String> options =
        Map.of("parquet.block.size", "1000", "compression", codec.toLowerCase(Locale.ROOT));
    scored.write().options(options).parquet(folder.resolve("ours").toString());
    Writes.bySpark(
        () -> {
          scored.write().options(options).parquet(folder.resolve("sparks").toString());
          return null;
        });
    SameAsSpark.assertSame(folder, SameAsSpark.Schema.EQUAL);
    assertEquals(
        7,
        new Written(folder.resolve("ours"))
            .read()
            .filter("id <= 7 and probability_cat >= 0")
            .count());
  }
}
