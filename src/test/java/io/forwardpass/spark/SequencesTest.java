package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Shape;
import io.forwardpass.spark.batch.OnInvalid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inputs of several axes and sequences of different lengths: whatever column they come from and
 * whichever way the rows take, each row gets what the network gives for it alone, and where real
 * Keras was asked, Keras' numbers.
 */
final class SequencesTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens");
  private static final String LSTM = "LSTM/open-time";
  private static final String WORDS = "LSTM/words-open-time";
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  private final SparkSession spark = LocalSpark.session();
  private final Random random = new Random(11);

  private static String model(String golden) {
    return GOLDENS.resolve(golden).resolve("model.keras").toString();
  }

  private static JsonNode golden(String golden) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(GOLDENS.resolve(golden).resolve("golden.json").toFile());
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) list.get(index).asDouble();
    }
    return values;
  }

  /** What the network gives for one row alone. */
  private static float[] alone(Network network, Shape input, float[] row) {
    try (ForwardPass pass = network.forwardPass(input, 1)) {
      for (int element = 0; element < row.length; element++) {
        pass.inputs()[element * pass.capacity()] = row[element];
      }
      pass.forward(1);
      float[] outputs = new float[pass.outputs().length / pass.capacity()];
      for (int output = 0; output < outputs.length; output++) {
        outputs[output] = pass.outputs()[output * pass.capacity()];
      }
      return outputs;
    }
  }

  private List<float[]> sequences(int count, int perStep, int longest) {
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      float[] values = new float[(1 + random.nextInt(longest)) * perStep];
      for (int index = 0; index < values.length; index++) {
        values[index] = (float) random.nextGaussian();
      }
      rows.add(values);
    }
    return rows;
  }

  private static Object column(String kind, float[] row, int perStep) {
    List<Float> flat = new ArrayList<>();
    for (float value : row) {
      flat.add(value);
    }
    return switch (kind) {
      case "flat" -> flat;
      case "nested" -> {
        List<List<Float>> steps = new ArrayList<>();
        for (int from = 0; from < row.length; from += perStep) {
          steps.add(flat.subList(from, from + perStep));
        }
        yield steps;
      }
      default -> {
        ByteBuffer bytes = ByteBuffer.allocate(4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        yield bytes.array();
      }
    };
  }

  private static DataType type(String kind) {
    return switch (kind) {
      case "flat" -> FLOATS;
      case "nested" -> DataTypes.createArrayType(FLOATS);
      default -> DataTypes.BinaryType;
    };
  }

  /** Written to Parquet and read again. */
  private Dataset<Row> table(DataType type, List<Object> values) {
    List<Row> rows = new ArrayList<>();
    for (int index = 0; index < values.size(); index++) {
      rows.add(RowFactory.create(index, values.get(index)));
    }
    StructType schema = new StructType().add("id", DataTypes.IntegerType).add("x", type);
    String path = folder.resolve("table-" + random.nextInt(Integer.MAX_VALUE)).toString();
    spark.createDataFrame(rows, schema).coalesce(1).write().parquet(path);
    return spark.read().parquet(path);
  }

  private static List<float[]> outputs(Dataset<Row> scored) {
    List<float[]> outputs = new ArrayList<>();
    for (Row row : scored.orderBy("id").select("outputs").collectAsList()) {
      List<Float> list = row.getList(0);
      float[] values = new float[list.size()];
      for (int index = 0; index < values.length; index++) {
        values[index] = list.get(index);
      }
      outputs.add(values);
    }
    return outputs;
  }

  private static void assertClose(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int row = 0; row < expected.size(); row++) {
      assertEquals(expected.get(row).length, actual.get(row).length);
      for (int output = 0; output < expected.get(row).length; output++) {
        assertEquals(
            expected.get(row)[output],
            actual.get(row)[output],
            TOLERANCE,
            "row %d, output %d".formatted(row, output));
      }
    }
  }

  private Scorer scorer(String golden) throws IOException {
    return Scorer.load(spark, model(golden)).features("x").probabilities(Probabilities.ARRAY);
  }

  /** In column batches and in rows, in the batch size that is usual and in a small one. */
  private void assertScores(List<float[]> expected, Scorer scorer, Dataset<Row> table) {
    assertClose(expected, outputs(scorer.score(table)));
    assertClose(expected, outputs(scorer.batchSize(7).score(table)));
    assertClose(expected, outputs(scorer.score(table.repartition(2))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "nested", "packed"})
  void rowsOfAnyLengthGetTheirOwnOutputs(String kind) throws IOException {
    Scorer scorer = scorer(LSTM);
    int perStep = scorer.model().network().input().last();
    List<float[]> rows = sequences(300, perStep, 9);
    List<float[]> expected = new ArrayList<>();
    try (Network network = Network.of(scorer.model().network())) {
      for (float[] row : rows) {
        expected.add(alone(network, Shape.of(row.length / perStep, perStep), row));
      }
    }
    List<Object> values = rows.stream().map(row -> column(kind, row, perStep)).toList();
    assertScores(expected, scorer, table(type(kind), values));
  }

  @Test
  void rowsThatKerasHasSeenGetItsNumbers() throws IOException {
    JsonNode golden = golden(LSTM);
    int rows = golden.path("rows").asInt();
    float[] inputs = floats(golden.path("inputs"));
    float[] outputs = floats(golden.path("outputs"));
    List<Object> values = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int size = inputs.length / rows;
      int width = outputs.length / rows;
      values.add(column("flat", Arrays.copyOfRange(inputs, row * size, (row + 1) * size), 1));
      expected.add(Arrays.copyOfRange(outputs, row * width, (row + 1) * width));
    }
    assertScores(expected, scorer(LSTM), table(FLOATS, values));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRE", "POST"})
  void shorterRowsArePadded(PadSequences side) throws IOException {
    Scorer scorer = scorer(LSTM);
    int perStep = scorer.model().network().input().last();
    int most = 6;
    List<float[]> rows = sequences(50, perStep, most);
    List<float[]> expected = new ArrayList<>();
    try (Network network = Network.of(scorer.model().network())) {
      for (float[] row : rows) {
        float[] padded = new float[most * perStep];
        int to = side == PadSequences.PRE ? padded.length - row.length : 0;
        System.arraycopy(row, 0, padded, to, row.length);
        expected.add(alone(network, Shape.of(most, perStep), padded));
      }
    }
    List<Object> values = rows.stream().map(row -> column("flat", row, perStep)).toList();
    assertScores(expected, scorer.padSequences(side, OptionalInt.of(most)), table(FLOATS, values));
  }

  @Test
  void sequencesThatCannotBeScoredAreCounted() throws IOException {
    Scorer scorer = scorer(LSTM);
    int perStep = scorer.model().network().input().last();
    assertTrue(perStep > 1);
    List<Float> sound = Collections.nCopies(2 * perStep, 0.5f);
    List<Float> odd = Collections.nCopies(2 * perStep + 1, 0.5f);
    List<Float> notANumber = new ArrayList<>(sound);
    notANumber.set(1, Float.NaN);
    List<Float> withNull = new ArrayList<>(sound);
    withNull.set(0, null);
    List<Object> values = Arrays.asList(sound, null, List.of(), odd, notANumber, withNull, sound);
    Scorer lenient = scorer.onInvalid(OnInvalid.NULL);
    assertEquals(
        List.of(false, true, true, true, true, true, false),
        withoutOutputs(lenient.score(table(FLOATS, values))));
    assertEquals("{x={NaN=1, length=2, null=2}}", lenient.statistics().invalid().toString());

    Scorer padded =
        lenient.onInvalid(OnInvalid.DROP).padSequences(PadSequences.POST, OptionalInt.of(1));
    assertEquals(0, padded.score(table(FLOATS, values)).count());
    assertEquals("{x={length=5, null=2}}", padded.statistics().invalid().toString());
  }

  /** Which rows have none, in the order of the one partition: sorting would score them twice. */
  private static List<Boolean> withoutOutputs(Dataset<Row> scored) {
    return scored.select("outputs").collectAsList().stream().map(row -> row.isNullAt(0)).toList();
  }

  @Test
  void aSequenceOfTheWrongLengthNamesTheAllowedOnes() throws IOException {
    Scorer scorer = scorer(LSTM);
    int perStep = scorer.model().network().input().last();
    Dataset<Row> table = table(FLOATS, List.of(List.of()));
    Exception failure = assertThrows(Exception.class, () -> scorer.score(table).collectAsList());
    String text = String.valueOf(failure.getMessage()) + failure.getCause();
    String expected =
        "feature 'x' holds an array of the wrong length; allowed: 1 steps of %d numbers or more;"
            .formatted(perStep);
    assertTrue(text.contains(expected), text);
  }

  @Test
  void indicesOutsideAnEmbeddingAreInvalid() throws IOException {
    Scorer scorer = scorer(WORDS).onInvalid(OnInvalid.NULL);
    int words = scorer.model().network().indices().orElseThrow();
    DataType type = DataTypes.createArrayType(DataTypes.IntegerType);
    List<Object> values =
        List.of(List.of(1, words - 1), List.of(words, 1), List.of(1, -1), List.of(1));
    assertEquals(
        List.of(false, true, true, false), withoutOutputs(scorer.score(table(type, values))));
    assertEquals("{x={index=2}}", scorer.statistics().invalid().toString());
  }

  @Test
  void scalarColumnsAreStepsToo() throws IOException {
    Scorer scorer = Scorer.load(spark, model(WORDS)).probabilities(Probabilities.ARRAY);
    Dataset<Row> scalars = spark.range(5).selectExpr("id", "id % 3 a", "(id + 1) % 3 b");
    Dataset<Row> arrays = scalars.selectExpr("id", "array(a, b) x");
    assertClose(
        outputs(scorer.features("x").score(arrays)),
        outputs(scorer.features("a", "b").score(scalars)));
  }

  @Test
  void optionsThatDoNotFitAreRefused() throws IOException {
    assertRefused(
        "a maximum length of 5 without padding; say where shorter sequences are padded with"
            + " pad-sequences pre or post",
        () -> scorer(LSTM).padSequences(PadSequences.NONE, OptionalInt.of(5)));
    assertRefused(
        "sequences are to be padded, and %s takes any number of steps; give the number with max-length"
            .formatted(model(LSTM)),
        () -> scorer(LSTM).padSequences(PadSequences.PRE, OptionalInt.empty()));
    assertRefused(
        "the outputs of %s have as many steps as the row; give all rows one length with pad-sequences pre or post and max-length"
            .formatted(model("LSTM/open-time-sequences")),
        () ->
            scorer("LSTM/open-time-sequences").score(spark.range(1).selectExpr("array(1f, 2f) x")));
    assertRefused(
        ("sequences of different lengths come from one column of arrays, flat or nested as deep as"
                + " %s, and the features are x (array<float>), y (bigint); %s takes steps of %d"
                + " numbers; name that column alone")
            .formatted(
                scorer(LSTM).model().network().input(),
                model(LSTM),
                scorer(LSTM).model().network().input().last()),
        () ->
            scorer(LSTM)
                .features("x", "y")
                .score(spark.range(1).selectExpr("array(1f, 2f) x", "id y")));
  }

  private interface Work {
    Object run() throws IOException;
  }

  private static void assertRefused(String message, Work work) {
    assertEquals(message, assertThrows(IncompatibleTableException.class, work::run).getMessage());
  }

  @Test
  void imagesComeFromNestedArraysFromFlatOnesAndFromBytes() throws IOException {
    String cnn = "Sequential/small-cnn";
    JsonNode golden = golden(cnn);
    int rows = golden.path("rows").asInt();
    float[] inputs = floats(golden.path("inputs"));
    float[] outputs = floats(golden.path("outputs"));
    int height = golden.path("inputShape").get(0).asInt();
    int width = golden.path("inputShape").get(1).asInt();
    int channels = golden.path("inputShape").get(2).asInt();
    List<Object> flat = new ArrayList<>();
    List<Object> nested = new ArrayList<>();
    List<Object> packed = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int size = height * width * channels;
      float[] image = Arrays.copyOfRange(inputs, row * size, (row + 1) * size);
      flat.add(column("flat", image, 1));
      packed.add(column("packed", image, 1));
      List<Object> lines = new ArrayList<>();
      for (int line = 0; line < height; line++) {
        int from = line * width * channels;
        float[] values = Arrays.copyOfRange(image, from, from + width * channels);
        lines.add(channels == 1 ? column("flat", values, 1) : column("nested", values, channels));
      }
      nested.add(lines);
      int classes = outputs.length / rows;
      expected.add(Arrays.copyOfRange(outputs, row * classes, (row + 1) * classes));
    }
    DataType images = DataTypes.createArrayType(channels == 1 ? FLOATS : type("nested"));
    for (Dataset<Row> table :
        List.of(table(FLOATS, flat), table(images, nested), table(DataTypes.BinaryType, packed))) {
      Dataset<Row> scored = scorer(cnn).score(table).withColumnRenamed("probabilities", "outputs");
      assertClose(expected, outputs(scored));
    }
  }
}
