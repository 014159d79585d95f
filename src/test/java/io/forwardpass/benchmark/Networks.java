package io.forwardpass.benchmark;

import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Classifiers to measure: {@code relu} in the hidden layers, {@code softmax} at the end. */
final class Networks {
  private Networks() {}

  /**
   * @param widths such as {@code 8-6-6-4}: features, units of each layer
   */
  static Sequential classifier(String widths) {
    int[] width = Arrays.stream(widths.split("-", -1)).mapToInt(Integer::parseInt).toArray();
    Random random = new Random(1);
    List<Layer> layers = new ArrayList<>();
    for (int layer = 1; layer < width.length; layer++) {
      double spread = Math.sqrt(2.0 / width[layer - 1]);
      layers.add(
          new Dense(
              "dense_" + layer,
              layer == width.length - 1 ? NamedActivation.SOFTMAX : NamedActivation.RELU,
              true,
              random(random, Shape.of(width[layer - 1], width[layer]), spread),
              random(random, Shape.of(width[layer]), 0.1)));
    }
    return new Sequential(widths, Shape.of(width[0]), layers);
  }

  /** A table of numbers around 0, column by column. */
  static float[][] columns(int columns, int rows) {
    Random random = new Random(2);
    float[][] table = new float[columns][];
    for (int column = 0; column < columns; column++) {
      table[column] = random(random, Shape.of(rows), 1).values();
    }
    return table;
  }

  private static Tensor random(Random random, Shape shape, double spread) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * spread);
    }
    return Tensor.of(shape, values);
  }
}
