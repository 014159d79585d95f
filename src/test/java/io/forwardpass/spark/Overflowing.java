package io.forwardpass.spark;

import io.forwardpass.keras.KerasFile;
import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Models whose answers can be said without computing them, and rows that are too large for them: of
 * the features {@code a} and {@code b} they make {@code 2·a} and {@code b}, of which {@code 2·3e38}
 * is no finite float.
 */
public final class Overflowing {
  public static final List<String> FEATURES = List.of("a", "b");
  public static final List<String> LABELS = List.of("no", "yes");

  /** Of {@code 2·1} and 1 the softmax, {@code 1 / (1 + e⁻¹)} and the rest. */
  public static final double NO = 0.7310585786300049;

  /**
   * One feature too large in every seventh of the rows {@code id}; half of the others are of the
   * class {@code yes}, which none is predicted as, and so are all of these.
   */
  private static final String[] COLUMNS = {
    "id",
    "cast(if(id % 7 = 3, 3e38, 1) as float) a",
    "cast(1 as float) b",
    "if(id % 7 = 3 or id % 2 = 0, 'yes', 'no') truth"
  };

  private Overflowing() {}

  /** Two classes. */
  public static Path classes(Path folder) throws IOException {
    return model(folder, NamedActivation.SOFTMAX, 2, 0, 0, 1);
  }

  /**
   * A model of the two features.
   *
   * @param kernel row by row: for {@code a}, then for {@code b}
   */
  public static Path model(Path folder, ActivationFunction activation, float... kernel)
      throws IOException {
    return written(folder, dense("dense", activation, kernel));
  }

  /** One sigmoid of {@code relu(2·a) - relu(2·b)}. */
  public static Path sigmoid(Path folder) throws IOException {
    return written(
        folder,
        dense("hidden", NamedActivation.RELU, 2, 0, 0, 2),
        dense("dense", NamedActivation.SIGMOID, 1, -1));
  }

  private static Layer dense(String name, ActivationFunction activation, float... kernel) {
    int units = kernel.length / 2;
    return new Dense(
        name,
        activation,
        true,
        Tensor.of(Shape.of(2, units), kernel),
        Tensor.of(Shape.of(units), new float[units]));
  }

  private static Path written(Path folder, Layer... layers) throws IOException {
    Path file = Files.createTempFile(folder, "overflowing", ".keras");
    KerasFile.write(new Sequential("overflowing", Shape.of(2), List.of(layers)), file);
    return file;
  }

  /** That many rows, in two partitions. */
  public static Dataset<Row> table(int rows) {
    return table(LocalSpark.session(), rows);
  }

  /** The same in another session. */
  public static Dataset<Row> table(SparkSession spark, int rows) {
    return spark.range(0, rows, 1, 2).selectExpr(COLUMNS);
  }

  /** Whether a row's numbers are too large. */
  public static boolean overflows(Row row) {
    return row.<Long>getAs("id") % 7 == 3;
  }
}
