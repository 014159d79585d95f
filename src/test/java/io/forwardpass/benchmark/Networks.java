package io.forwardpass.benchmark;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Conv;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Flatten;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.LSTM;
import io.forwardpass.nn.LSTMCell;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Pooling;
import io.forwardpass.nn.Recurrent;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Classifiers to measure: {@code relu} in the hidden layers, {@code softmax} at the end. */
final class Networks {
  private final Random random = new Random(1);
  private final List<Layer> layers = new ArrayList<>();
  private final Shape input;
  private Shape shape;

  private Networks(Shape input) {
    this.input = input;
    this.shape = input;
  }

  /**
   * @param name {@code cnn}, {@code lstm}, {@code conv1d}, or the widths of dense layers such as
   *     {@code 8-6-6-4}: features, units of each layer
   */
  static Sequential classifier(String name) {
    return switch (name) {
      case "cnn" -> cnn();
      case "lstm" -> lstm();
      case "conv1d" -> conv1d();
      default -> dense(name);
    };
  }

  private static Sequential cnn() {
    return new Networks(Shape.of(28, 28, 1))
        .conv(32, 3, 3)
        .maxPooling(2, 2)
        .conv(64, 3, 3)
        .maxPooling(2, 2)
        .add(new Flatten("flatten", DataFormat.CHANNELS_LAST))
        .dense(128, NamedActivation.RELU)
        .dense(10, NamedActivation.SOFTMAX)
        .named("cnn");
  }

  private static Sequential lstm() {
    return new Networks(Shape.of(64, 16)).lstm(64).dense(10, NamedActivation.SOFTMAX).named("lstm");
  }

  private static Sequential conv1d() {
    return new Networks(Shape.of(128, 8))
        .conv(32, 5)
        .maxPooling(2)
        .conv(64, 5)
        .add(new GlobalPooling("average", Pool.AVERAGE, 1, DataFormat.CHANNELS_LAST, false))
        .dense(10, NamedActivation.SOFTMAX)
        .named("conv1d");
  }

  private static Sequential dense(String widths) {
    int[] width = Arrays.stream(widths.split("-", -1)).mapToInt(Integer::parseInt).toArray();
    Networks network = new Networks(Shape.of(width[0]));
    for (int layer = 1; layer < width.length - 1; layer++) {
      network.dense(width[layer], NamedActivation.RELU);
    }
    return network.dense(width[width.length - 1], NamedActivation.SOFTMAX).named(widths);
  }

  private Sequential named(String name) {
    return new Sequential(name, input, layers);
  }

  private Networks add(Layer layer) {
    layers.add(layer);
    shape = layer.outputShape(shape);
    return this;
  }

  private Networks dense(int units, ActivationFunction activation) {
    int inputs = shape.last();
    Tensor kernel = random(random, Shape.of(inputs, units), Math.sqrt(2.0 / inputs));
    Tensor bias = random(random, Shape.of(units), 0.1);
    return add(new Dense("dense_" + layers.size(), activation, true, kernel, bias));
  }

  private Networks conv(int filters, Integer... size) {
    List<Integer> dims = new ArrayList<>(List.of(size));
    dims.add(shape.last());
    double inputs = new Shape(dims).size();
    dims.add(filters);
    return add(
        new Conv(
            "conv_" + layers.size(),
            window(List.of(size), Collections.nCopies(size.length, 1)),
            DataFormat.CHANNELS_LAST,
            1,
            NamedActivation.RELU,
            true,
            random(random, new Shape(dims), Math.sqrt(2 / inputs)),
            random(random, Shape.of(filters), 0.1)));
  }

  private Networks maxPooling(Integer... size) {
    Window window = window(List.of(size), List.of(size));
    return add(new Pooling("pooling_" + layers.size(), Pool.MAX, window, DataFormat.CHANNELS_LAST));
  }

  private static Window window(List<Integer> size, List<Integer> strides) {
    return new Window(size, strides, Collections.nCopies(size.size(), 1), Padding.VALID);
  }

  private Networks lstm(int units) {
    int inputs = shape.last();
    LSTMCell cell =
        new LSTMCell(
            "lstm",
            NamedActivation.TANH,
            NamedActivation.SIGMOID,
            true,
            random(random, Shape.of(inputs, 4 * units), Math.sqrt(1.0 / inputs)),
            random(random, Shape.of(units, 4 * units), Math.sqrt(1.0 / units)),
            random(random, Shape.of(4 * units), 0.1));
    return add(new LSTM("lstm", cell, new Recurrent(false, false, false)));
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
