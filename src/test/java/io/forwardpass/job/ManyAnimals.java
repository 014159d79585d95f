package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.spark.Animals;
import io.forwardpass.spark.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The sample animals many times over, in several files, each row with a number of its own. */
final class ManyAnimals {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int SAMPLE_ROWS = 20;

  private ManyAnimals() {}

  static void write(Path path, int copies, int files) {
    SPARK
        .range(0, copies, 1, files)
        .toDF("copy")
        .crossJoin(SPARK.read().parquet(Animals.TABLE).coalesce(1))
        .withColumn("row", functions.expr("copy * 1000 + id"))
        .drop("copy")
        .write()
        .parquet(path.toString());
  }

  static List<String> scoreOptions(Path input, Path output) {
    return List.of(
        "score",
        "--model",
        Animals.MODEL,
        "--input",
        input.toString(),
        "--features",
        String.join(",", Animals.FEATURES),
        "--labels",
        String.join(",", Animals.LABELS),
        "--output",
        output.toString());
  }

  /** Every row is there, once, with Keras' probabilities. */
  static void assertScored(Path output, int copies) {
    Dataset<Row> scored = SPARK.read().parquet(output.toString());
    long rows = (long) copies * SAMPLE_ROWS;
    assertEquals(rows, scored.count());
    assertEquals(rows, scored.select("row").distinct().count());
    Dataset<Row> keras = SPARK.read().parquet(Animals.EXPECTED);
    String near = "abs(scored.probability_%s - keras.probability_%s) <= 1e-5";
    String allNear =
        String.join(
            " and ", Animals.LABELS.stream().map(label -> near.formatted(label, label)).toList());
    assertEquals(
        rows,
        scored
            .as("scored")
            .join(functions.broadcast(keras).as("keras"), functions.expr("scored.id = keras.id"))
            .filter(allNear)
            .count());
  }
}
