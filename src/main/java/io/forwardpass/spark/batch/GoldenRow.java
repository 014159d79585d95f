package io.forwardpass.spark.batch;

import java.io.Serializable;
import java.util.List;

/**
 * The inputs of a row, and what its model must make of them.
 *
 * @param inputs in the order of the features, as the model takes them
 * @param outputs those of the last layer, as {@code model.predict} gives them
 */
public record GoldenRow(List<Float> inputs, List<Float> outputs) implements Serializable {
  public GoldenRow {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
