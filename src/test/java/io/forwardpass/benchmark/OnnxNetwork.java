package io.forwardpass.benchmark;

import io.forwardpass.benchmark.OnnxFile.Attribute;
import io.forwardpass.benchmark.OnnxFile.Node;
import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Conv;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Flatten;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.LSTM;
import io.forwardpass.nn.LSTMCell;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Pooling;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network of {@link Networks} as an ONNX file, with the operators that exporters write. The
 * layout is the one that ONNX Runtime works in, from the input on, so that nothing is transposed on
 * the way: channels before places, and steps before rows where the first layer is recurrent.
 */
final class OnnxNetwork {
  private final OnnxFile file = new OnnxFile();
  private final Sequential model;
  private final int rows;

  /** Before the first layer, the steps that rows are repeated for. */
  private final int steps;

  /** The elements that go into the next layer in Keras' numbering, in ONNX' order. */
  private int[] order;

  /**
   * @param rows of a batch, or {@link OnnxFile#ANY}
   */
  OnnxNetwork(Sequential model, int rows) {
    this.model = model;
    this.rows = rows;
    this.steps = isRecurrent(model) ? model.input().dim(0) : 1;
    this.order = inputOrder(model);
  }

  private static boolean isRecurrent(Sequential model) {
    return model.layers().get(0) instanceof LSTM;
  }

  private static int[] inputOrder(Sequential model) {
    return isRecurrent(model)
        ? IntStream.range(0, model.input().size()).toArray()
        : channelsFirst(model.input());
  }

  private static int[] channelsFirst(Shape shape) {
    int channels = shape.last();
    int places = shape.size() / channels;
    return IntStream.range(0, shape.size())
        .map(element -> element % places * channels + element / places)
        .toArray();
  }

  int[] inputShape() {
    Shape input = model.input();
    return isRecurrent(model)
        ? shape(steps, rows, List.of(input.last()))
        : shape(rows, input.last(), input.dims().subList(0, input.rank() - 1));
  }

  private static int[] shape(int first, int second, List<Integer> rest) {
    IntStream end = rest.stream().mapToInt(Integer::intValue);
    return IntStream.concat(IntStream.of(first, second), end).toArray();
  }

  /** Writes a batch of features, which begins at row {@code first}, as the network takes them. */
  void fill(FloatBuffer batch, float[][] features, int first) {
    int[] elements = inputOrder(model);
    int perStep = elements.length / steps;
    for (int index = 0; index < elements.length; index++) {
      for (int row = 0; row < rows; row++) {
        int at = (index / perStep * rows + row) * perStep + index % perStep;
        batch.put(at, features[elements[index]][first + row]);
      }
    }
  }

  byte[] bytes() {
    String current = file.input(inputShape());
    Shape shape = model.input();
    for (Layer layer : model.layers()) {
      current = add(layer, current);
      Shape output = layer.outputShape(shape);
      order = channelsFirst(layer instanceof Flatten ? shape : output);
      shape = output;
    }
    return file.end(current, rows, shape.size());
  }

  private String add(Layer layer, String input) {
    if (layer instanceof Dense dense) {
      return dense(dense, input);
    }
    if (layer instanceof Conv conv) {
      return conv(conv, input);
    }
    if (layer instanceof LSTM lstm) {
      return lstm(lstm.cell(), input);
    }
    if (layer instanceof Pooling pooling) {
      return file.add(
          Node.of("MaxPool", input),
          Attribute.of("kernel_shape", pooling.window().size()),
          Attribute.of("strides", pooling.window().strides()));
    }
    if (layer instanceof GlobalPooling) {
      return flat(1, file.add(Node.of("GlobalAveragePool", input)));
    }
    if (layer instanceof Flatten) {
      return flat(1, input);
    }
    throw new IllegalArgumentException("no ONNX operator is known here for " + layer);
  }

  private String flat(int axis, String input) {
    return file.add(Node.of("Flatten", input), Attribute.of("axis", axis));
  }

  private String activated(ActivationFunction function, String input) {
    return function == NamedActivation.RELU
        ? file.add(Node.of("Relu", input))
        : file.add(Node.of("Softmax", input), Attribute.of("axis", -1));
  }

  private String dense(Dense dense, String input) {
    int units = dense.units();
    float[] kernel = new float[dense.kernel().size()];
    for (int index = 0; index < order.length; index++) {
      System.arraycopy(dense.kernel().values(), order[index] * units, kernel, index * units, units);
    }
    String weights = file.weights(kernel, dense.inputs(), units);
    String bias = file.weights(dense.bias().values(), units);
    return activated(dense.activation(), file.add(Node.of("Gemm", input, weights, bias)));
  }

  /** The kernel goes from (size…, channels, filters) to (filters, channels, size…). */
  private String conv(Conv conv, String input) {
    List<Integer> window = conv.window().size();
    int filters = conv.bias().size();
    int cells = new Shape(window).size();
    int channels = conv.kernel().size() / cells / filters;
    float[] kernel = new float[conv.kernel().size()];
    for (int index = 0; index < kernel.length; index++) {
      int filter = index / (channels * cells);
      int channel = index / cells % channels;
      kernel[index] =
          conv.kernel().values()[(index % cells * channels + channel) * filters + filter];
    }
    String weights = file.weights(kernel, shape(filters, channels, window));
    String bias = file.weights(conv.bias().values(), filters);
    String sums =
        file.add(Node.of("Conv", input, weights, bias), Attribute.of("kernel_shape", window));
    return activated(conv.activation(), sums);
  }

  /** Of the outputs Y, Y_h and Y_c, the second: the last step's, of shape (1, rows, units). */
  private String lstm(LSTMCell cell, String input) {
    int units = cell.units();
    String kernel =
        file.weights(gates(cell.kernel(), units), 1, 4 * units, cell.kernel().shape().dim(0));
    String recurrent = file.weights(gates(cell.recurrentKernel(), units), 1, 4 * units, units);
    float[] biases = new float[8 * units]; // the second half is the recurrent bias
    Tensor bias = Tensor.of(Shape.of(1, 4 * units), cell.bias().values());
    System.arraycopy(gates(bias, units), 0, biases, 0, 4 * units);
    String outputs =
        file.add(
            new Node(
                "LSTM", 1, List.of(input, kernel, recurrent, file.weights(biases, 1, 8 * units))),
            Attribute.of("hidden_size", units));
    return flat(2, outputs);
  }

  /** From (inputs, 4 · units) in the order i, f, c, o to (4 · units, inputs) in i, o, f, c. */
  private static float[] gates(Tensor weights, int units) {
    int[] gates = {0, 3, 1, 2};
    int inputs = weights.shape().dim(0);
    float[] values = new float[weights.size()];
    for (int column = 0; column < 4 * units; column++) {
      int from = gates[column / units] * units + column % units;
      for (int input = 0; input < inputs; input++) {
        values[column * inputs + input] = weights.values()[input * 4 * units + from];
      }
    }
    return values;
  }
}
