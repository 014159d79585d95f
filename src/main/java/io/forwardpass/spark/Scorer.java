package io.forwardpass.spark;

import io.forwardpass.keras.KerasModel;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Scores tables with a Keras model: {@code Scorer.load(spark, uri).features("a", "b").labels("no",
 * "yes").score(rows)}.
 *
 * <p>Immutable: each option returns a changed copy. Safe to use from several threads. The rows that
 * come back hold all columns that went in, then the prediction columns; nothing is computed until
 * an action asks for them.
 */
public final class Scorer {
  private final KerasModel model;

  private Scorer(KerasModel model) {
    this.model = model;
  }

  /**
   * Reads the model from any URI that Hadoop can read.
   *
   * @throws IOException if the file cannot be read
   * @throws io.forwardpass.keras.InvalidModelException if it is not a sound model file
   * @throws io.forwardpass.keras.UnsupportedModelException if it holds something unsupported
   */
  public static Scorer load(SparkSession spark, String uri) throws IOException {
    return of(spark, ModelFile.read(uri, spark.sparkContext().hadoopConfiguration()));
  }

  /** Takes a model that has been read already. */
  public static Scorer of(SparkSession spark, ModelFile file) {
    return new Scorer(KerasModel.read(file.content(), file.uri()));
  }

  /** The model as it was read. */
  public KerasModel model() {
    return model;
  }

  /**
   * The feature columns by name, in the model's order: scalars, arrays, ML vectors or a mix, which
   * is concatenated. Nested fields are written {@code a.b}.
   */
  public Scorer features(String... columns) {
    return features(List.of(columns));
  }

  public Scorer features(List<String> columns) {
    return this;
  }

  /** The classes' names in the order of the model's outputs; by default their numbers from 0. */
  public Scorer labels(String... labels) {
    return labels(List.of(labels));
  }

  public Scorer labels(List<String> labels) {
    return this;
  }

  /** How probabilities are written; {@link Probabilities#COLUMNS} by default. */
  public Scorer probabilities(Probabilities probabilities) {
    return this;
  }

  /** The name of the prediction column, {@code prediction} by default; empty for none. */
  public Scorer predictionCol(String name) {
    return this;
  }

  /** What becomes of rows that cannot be scored; {@link OnInvalid#FAIL} by default. */
  public Scorer onInvalid(OnInvalid onInvalid) {
    return this;
  }

  /** Rows in one forward pass; by default as many as keep the model's matrices in cache. */
  public Scorer batchSize(int rows) {
    return this;
  }

  /**
   * Checks that the options, the model and a table of this schema fit together, and gives the
   * columns that {@link #score} adds, in order. Reads no data.
   *
   * @throws IncompatibleTableException if they do not fit
   */
  public StructType outputColumns(StructType table) {
    return new StructType();
  }

  /** The classes in the order of the model's outputs; empty where the model has no classes. */
  public List<String> classes() {
    return List.of();
  }

  /**
   * The rows with the prediction columns added at the end.
   *
   * @throws IncompatibleTableException if the options, the model and the table do not fit together
   */
  public Dataset<Row> score(Dataset<Row> rows) {
    return rows;
  }

  /** What the runs of rows from this scorer's {@link #score} have counted so far, in all. */
  public ScoringStatistics statistics() {
    return ScoringStatistics.none(classes());
  }
}
