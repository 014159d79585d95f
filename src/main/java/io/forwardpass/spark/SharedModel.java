package io.forwardpass.spark;

import io.forwardpass.keras.KerasModel;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model on the driver, and its file's bytes on their way to the executors once they are needed.
 */
final class SharedModel {
  private final SparkSession spark;
  private final ModelFile file;
  private final KerasModel model;
  private Broadcast<byte[]> broadcast;

  SharedModel(SparkSession spark, ModelFile file, KerasModel model) {
    this.spark = spark;
    this.file = file;
    this.model = model;
  }

  SparkSession spark() {
    return spark;
  }

  String uri() {
    return file.uri();
  }

  KerasModel model() {
    return model;
  }

  /** The same broadcast for all scorings of this model. */
  synchronized Broadcast<byte[]> broadcast() {
    if (broadcast == null) {
      broadcast = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(file.content());
    }
    return broadcast;
  }
}
