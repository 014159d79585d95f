package io.forwardpass.keras;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.Activation;
import io.forwardpass.nn.Bidirectional;
import io.forwardpass.nn.Bidirectional.MaskedSteps;
import io.forwardpass.nn.Cell;
import io.forwardpass.nn.Conv;
import io.forwardpass.nn.ConvTranspose;
import io.forwardpass.nn.Cropping;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.DepthwiseConv;
import io.forwardpass.nn.ELU;
import io.forwardpass.nn.Embedding;
import io.forwardpass.nn.Flatten;
import io.forwardpass.nn.GRU;
import io.forwardpass.nn.GRUCell;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.GroupNormalization;
import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.Interpolation;
import io.forwardpass.nn.LSTM;
import io.forwardpass.nn.LSTMCell;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.LayerNormalization;
import io.forwardpass.nn.LeakyReLU;
import io.forwardpass.nn.Masking;
import io.forwardpass.nn.MergeMode;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Normalization;
import io.forwardpass.nn.PReLU;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Permute;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Pooling;
import io.forwardpass.nn.RMSNormalization;
import io.forwardpass.nn.RNN;
import io.forwardpass.nn.ReLU;
import io.forwardpass.nn.Recurrent;
import io.forwardpass.nn.RecurrentLayer;
import io.forwardpass.nn.RepeatVector;
import io.forwardpass.nn.Rescaling;
import io.forwardpass.nn.Reshape;
import io.forwardpass.nn.SeparableConv;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.SimpleRNN;
import io.forwardpass.nn.SimpleRNNCell;
import io.forwardpass.nn.Softmax;
import io.forwardpass.nn.StackedRNNCells;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.ThresholdedReLU;
import io.forwardpass.nn.TimeDistributed;
import io.forwardpass.nn.UnitNormalization;
import io.forwardpass.nn.UpSampling;
import io.forwardpass.nn.Window;
import io.forwardpass.nn.ZeroPadding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes models for real Keras to open: networks built in Java, each record with its options, and
 * every golden that can be saved. Beside each lie inputs and the outputs that we compute.
 *
 * <p>{@code mvn -B -q test-compile exec:exec@written-models}; {@code src/test/python/written.py}
 * opens the files.
 */
final class WrittenModels {
  private static final int ROWS = 3;
  private static final Path FOLDER = Path.of("target/written-models");

  /** Weights and inputs are drawn in the order of the models. */
  private static final Random RANDOM = new Random(77);

  private WrittenModels() {}

  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(FOLDER);
    ArrayNode index = JsonMapper.builder().build().createArrayNode();
    for (Map.Entry<String, Sequential> model : models().entrySet()) {
      String file = model.getKey() + ".keras";
      KerasFile.write(model.getValue(), FOLDER.resolve(file));
      Shape input = model.getValue().input();
      index.add(entry(file, model.getValue(), input, inputs(model.getValue())));
    }
    index.add(openSteps());
    for (Golden golden : Golden.all()) {
      KerasModel model = KerasModel.read(golden.bytes(), golden.name());
      String file = golden.name().replace('/', '-') + "-golden.keras";
      try {
        KerasFile.write(model, FOLDER.resolve(file));
      } catch (UnsupportedModelException refused) {
        System.out.println(golden.name() + ": " + refused.getMessage());
        continue;
      }
      Shape input = new Shape(golden.inputShape());
      Sequential network = model.openSteps() ? model.network().forInput(input) : model.network();
      index.add(entry(file, network, input, golden.inputs().values()));
    }
    Files.writeString(FOLDER.resolve("index.json"), index.toString());
    System.out.println(index.size() + " models written to " + FOLDER);
  }

  /** A network that takes any number of steps, with more of them than it was made for. */
  private static ObjectNode openSteps() throws IOException {
    Sequential shortest =
        new Sequential(
            "open",
            Shape.of(1, 3),
            List.of(
                new Sequential(
                    "inner",
                    Shape.of(1, 3),
                    List.of(new Dense("a", NamedActivation.TANH, true, weights(3, 2), weights(2)))),
                new LSTM("b", lstm(2, 4), new Recurrent(true, false, false)),
                new GlobalPooling("c", Pool.AVERAGE, 1, DataFormat.CHANNELS_LAST, false)));
    String file = "open-steps.keras";
    KerasFile.write(
        new KerasModel(shortest, true, "3.15.1", ".keras", "", 0, List.of()), FOLDER.resolve(file));
    Sequential longer = shortest.forInput(Shape.of(7, 3));
    return entry(file, longer, longer.input(), inputs(longer));
  }

  private static ObjectNode entry(String file, Sequential model, Shape input, float[] inputs) {
    ObjectNode entry = JsonMapper.builder().build().createObjectNode().put("file", file);
    input.dims().forEach(entry.putArray("inputShape")::add);
    addAll(entry.putArray("inputs"), inputs);
    addAll(entry.putArray("outputs"), model.forward(inputs));
    return entry.put("parameters", model.parameters());
  }

  private static void addAll(ArrayNode list, float[] values) {
    for (float value : values) {
      list.add(value);
    }
  }

  private static float[] inputs(Sequential model) {
    float[] inputs = new float[ROWS * model.input().size()];
    for (int index = 0; index < inputs.length; index++) {
      inputs[index] =
          model.indices().isPresent()
              ? RANDOM.nextInt(model.indices().getAsInt())
              : (float) RANDOM.nextGaussian();
    }
    return inputs;
  }

  private static Tensor weights(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) (0.4 * RANDOM.nextGaussian());
    }
    return Tensor.of(shape, values);
  }

  private static Tensor positive(int... dims) {
    Tensor tensor = weights(dims);
    for (int index = 0; index < tensor.size(); index++) {
      tensor.values()[index] = Math.abs(tensor.values()[index]) + 0.1f;
    }
    return tensor;
  }

  private static void put(
      Map<String, Sequential> models, String name, Shape input, Layer... layers) {
    models.put(name, new Sequential(name.replace('-', '_'), input, List.of(layers)));
  }

  private static Map<String, Sequential> models() {
    Map<String, Sequential> models = new LinkedHashMap<>();
    putBuilt(models);
    putActivations(models);
    putNormalizations(models);
    putConvolutions(models);
    putReshaping(models);
    putRecurrent(models);
    return models;
  }

  private static void putBuilt(Map<String, Sequential> models) {
    models.put(
        "built-8-6-6-4",
        Sequential.of(
            io.forwardpass.nn.layers.Dense.of(6).inputShape(8).activation("relu"),
            io.forwardpass.nn.layers.Dense.of(6).activation("relu"),
            io.forwardpass.nn.layers.Dense.of(4).activation("softmax")));
    models.put(
        "built-cnn",
        Sequential.seeded(
            5,
            io.forwardpass.nn.layers.Conv2D.of(4, 3, 2)
                .inputShape(9, 8, 2)
                .padding("same")
                .strides(2, 1)
                .activation("relu"),
            io.forwardpass.nn.layers.MaxPooling2D.of(),
            io.forwardpass.nn.layers.BatchNormalization.of().withoutScale(),
            io.forwardpass.nn.layers.Conv2D.of(3, 2).withoutBias(),
            io.forwardpass.nn.layers.AveragePooling2D.of(1, 2).strides(1),
            io.forwardpass.nn.layers.Dropout.of(0.5),
            io.forwardpass.nn.layers.GlobalAveragePooling2D.of().keepdims(),
            io.forwardpass.nn.layers.Flatten.of(),
            io.forwardpass.nn.layers.Reshape.of(1, -1),
            io.forwardpass.nn.layers.GlobalMaxPooling1D.of(),
            io.forwardpass.nn.layers.Activation.of("gelu")));
    models.put(
        "built-text",
        Sequential.seeded(
            6,
            io.forwardpass.nn.layers.Embedding.of(20, 5).inputShape(12).maskZero(),
            io.forwardpass.nn.layers.LSTM.of(4).returnSequences(),
            io.forwardpass.nn.layers.GRU.of(4).returnSequences(),
            io.forwardpass.nn.layers.GRU.of(3).resetBefore().returnSequences().goBackwards(),
            io.forwardpass.nn.layers.SimpleRNN.of(3).name("last"),
            io.forwardpass.nn.layers.Dense.of(1).activation("sigmoid")));
    models.put(
        "built-steps",
        Sequential.seeded(
            7,
            io.forwardpass.nn.layers.Conv1D.of(4, 3)
                .inputShape(10, 2)
                .padding("causal")
                .dilationRate(2),
            io.forwardpass.nn.layers.MaxPooling1D.of(),
            io.forwardpass.nn.layers.AveragePooling1D.of(2).padding("same"),
            io.forwardpass.nn.layers.GlobalAveragePooling1D.of()));
  }

  private static void putActivations(Map<String, Sequential> models) {
    Shape three = Shape.of(4, 3);
    put(
        models,
        "activation-layers",
        three,
        new ELU("elu", 0.7f),
        new LeakyReLU("leaky", 0.2f),
        new PReLU("prelu", weights(1, 3)),
        new ReLU("relu_all", 6, 0.1f, 0.5f),
        new ReLU("relu_none", Float.POSITIVE_INFINITY, 0, 0),
        new ThresholdedReLU("threshold", 0.1f),
        new Softmax("soft", List.of(1, 2)),
        new Softmax("soft_last", List.of(-1)),
        new Activation("inside", new LeakyReLU("slope", 0.3f)));
    for (NamedActivation function : NamedActivation.values()) {
      if (function == NamedActivation.HARD_SIGMOID_KERAS_2) {
        continue;
      }
      put(
          models,
          "activation-" + function.spelling(),
          three,
          new Dense("dense", function, true, weights(3, 4), weights(4)));
    }
    put(
        models,
        "activation-objects",
        Shape.of(3),
        new Dense("a", new ELU("e", 0.5f), true, weights(3, 3), weights(3)),
        new Dense("b", new ReLU("r", 2, 0.1f, 0.2f), true, weights(3, 3), weights(3)),
        new Dense(
            "c", new ThresholdedReLU("t", 0.2f), false, weights(3, 3), Tensor.zeros(Shape.of(3))),
        new Dense("d", new Softmax("s", List.of(-1)), true, weights(3, 3), weights(3)));
  }

  private static void putNormalizations(Map<String, Sequential> models) {
    put(
        models,
        "normalization-batch",
        Shape.of(4, 3),
        new io.forwardpass.nn.BatchNormalization(
            "last", -1, 0.01f, true, true, weights(3), weights(3), weights(3), positive(3)),
        new io.forwardpass.nn.BatchNormalization(
            "first",
            1,
            0.01f,
            false,
            true,
            Tensor.ones(Shape.of(4)),
            weights(4),
            weights(4),
            positive(4)));
    put(
        models,
        "normalization-others",
        Shape.of(4, 6),
        new LayerNormalization("a", List.of(-1, 1), 1e-3f, false, weights(4, 6), weights(4, 6), 48),
        new LayerNormalization(
            "b", List.of(-1), 1e-3f, false, weights(6), Tensor.zeros(Shape.of(6)), 6),
        new LayerNormalization(
            "r", List.of(-1), 1e-3f, true, weights(6), Tensor.zeros(Shape.of(6)), 6),
        new GroupNormalization("g", 3, -1, 1e-3f, weights(6), weights(6), 12),
        new RMSNormalization("rms", List.of(-1), 1e-6f, weights(6)),
        new UnitNormalization("unit", List.of(1)),
        new Rescaling("one", Tensor.of(Shape.of(1), 0.5f), Tensor.of(Shape.of(1), 2)),
        new Rescaling("more", weights(6), weights(4, 6)));
    put(
        models,
        "normalization-stored",
        Shape.of(4, 3),
        new Normalization("n", false, weights(1, 3), positive(1, 3), 7),
        new Normalization("m", true, weights(4, 3), positive(4, 3), 25),
        new Normalization("o", false, weights(1, 1), positive(1, 1), 3));
    put(
        models,
        "normalization-constant",
        Shape.of(4, 3),
        new Normalization("n", false, weights(1, 3), positive(1, 3), 0),
        new Normalization("m", true, weights(4, 1), positive(4, 1), 0),
        new Normalization("o", false, weights(1, 1), positive(1, 1), 0));
  }

  private static Window window(List<Integer> size, int stride, int dilation, Padding padding) {
    return new Window(
        size,
        Collections.nCopies(size.size(), stride),
        Collections.nCopies(size.size(), dilation),
        padding);
  }

  private static void putConvolutions(Map<String, Sequential> models) {
    DataFormat last = DataFormat.CHANNELS_LAST;
    NamedActivation relu = NamedActivation.RELU;
    put(
        models,
        "convolution-1d",
        Shape.of(12, 4),
        new Conv(
            "a",
            window(List.of(3), 1, 2, Padding.CAUSAL),
            last,
            2,
            relu,
            true,
            weights(3, 2, 6),
            weights(6)),
        new DepthwiseConv(
            "b",
            window(List.of(3), 1, 1, Padding.SAME),
            last,
            relu,
            true,
            weights(3, 6, 2),
            weights(12)),
        new SeparableConv(
            "c",
            window(List.of(2), 2, 1, Padding.VALID),
            last,
            relu,
            false,
            weights(2, 12, 1),
            weights(1, 12, 3),
            Tensor.zeros(Shape.of(3))),
        new ConvTranspose(
            "d",
            window(List.of(3), 2, 1, Padding.SAME),
            List.of(),
            last,
            relu,
            true,
            weights(3, 2, 3),
            weights(2)));
    put(
        models,
        "convolution-2d",
        Shape.of(7, 6, 2),
        new Conv(
            "a",
            window(List.of(3, 2), 1, 1, Padding.SAME),
            last,
            1,
            new LeakyReLU("l", 0.1f),
            true,
            weights(3, 2, 2, 4),
            weights(4)),
        new DepthwiseConv(
            "b",
            window(List.of(2, 2), 1, 2, Padding.VALID),
            last,
            relu,
            false,
            weights(2, 2, 4, 1),
            Tensor.zeros(Shape.of(4))),
        new SeparableConv(
            "c",
            window(List.of(2, 3), 1, 1, Padding.SAME),
            last,
            relu,
            true,
            weights(2, 3, 4, 2),
            weights(1, 1, 8, 3),
            weights(3)),
        new ConvTranspose(
            "d",
            window(List.of(3, 3), 2, 1, Padding.VALID),
            List.of(1, 0),
            last,
            relu,
            false,
            weights(3, 3, 2, 3),
            Tensor.zeros(Shape.of(2))));
    put(
        models,
        "convolution-3d",
        Shape.of(4, 5, 4, 2),
        new Conv(
            "a",
            window(List.of(2, 2, 2), 1, 1, Padding.VALID),
            last,
            1,
            relu,
            true,
            weights(2, 2, 2, 2, 3),
            weights(3)),
        new ConvTranspose(
            "b",
            window(List.of(2, 2, 2), 2, 1, Padding.SAME),
            List.of(),
            last,
            relu,
            true,
            weights(2, 2, 2, 2, 3),
            weights(2)),
        new Pooling("c", Pool.AVERAGE, window(List.of(2, 2, 2), 2, 1, Padding.SAME), last),
        new GlobalPooling("d", Pool.MAX, 3, last, true));
  }

  private static void putReshaping(Map<String, Sequential> models) {
    DataFormat last = DataFormat.CHANNELS_LAST;
    put(
        models,
        "reshaping-1d",
        Shape.of(6, 2),
        new ZeroPadding("a", List.of(1), List.of(2), last),
        new Cropping("b", List.of(2), List.of(1), last),
        new UpSampling("c", List.of(2), Interpolation.NEAREST, last),
        new Permute("d", List.of(2, 1)),
        new Flatten("e", DataFormat.CHANNELS_FIRST),
        new RepeatVector("f", 2),
        new Reshape("g", List.of(4, -1)));
    put(
        models,
        "reshaping-2d",
        Shape.of(4, 3, 2),
        new ZeroPadding("a", List.of(1, 0), List.of(2, 1), last),
        new Cropping("b", List.of(1, 0), List.of(0, 1), last),
        new UpSampling("c", List.of(2, 3), Interpolation.BILINEAR, last),
        new UpSampling("d", List.of(1, 2), Interpolation.NEAREST, last),
        new Pooling("e", Pool.MAX, window(List.of(2, 2), 2, 1, Padding.SAME), last));
    put(
        models,
        "reshaping-3d",
        Shape.of(3, 3, 3, 2),
        new ZeroPadding("a", List.of(1, 0, 1), List.of(1, 1, 0), last),
        new Cropping("b", List.of(0, 1, 0), List.of(1, 0, 1), last),
        new UpSampling("c", List.of(2, 1, 2), Interpolation.NEAREST, last));
    put(
        models,
        "identities",
        Shape.of(3, 3, 3, 2),
        new InferenceIdentity("a", "AlphaDropout", Map.of("rate", 0.25)),
        new InferenceIdentity("b", "SpatialDropout3D", Map.of("rate", 0.5)),
        new InferenceIdentity("c", "GaussianDropout", Map.of("rate", 0.1)),
        new InferenceIdentity("d", "GaussianNoise", Map.of("stddev", 0.3)),
        new InferenceIdentity("e", "ActivityRegularization", Map.of("l1", 0.1, "l2", 0.0)),
        new InferenceIdentity("f", "Identity"));
  }

  private static LSTMCell lstm(int inputs, int units) {
    return new LSTMCell(
        "lstm_cell",
        NamedActivation.TANH,
        NamedActivation.HARD_SIGMOID,
        true,
        weights(inputs, 4 * units),
        weights(units, 4 * units),
        weights(4 * units));
  }

  private static GRUCell gru(int inputs, int units) {
    return new GRUCell(
        "gru_cell",
        NamedActivation.SOFTSIGN,
        NamedActivation.SIGMOID,
        true,
        true,
        weights(inputs, 3 * units),
        weights(units, 3 * units),
        weights(2, 3 * units));
  }

  private static SimpleRNNCell simple(int inputs, int units) {
    return new SimpleRNNCell(
        "simple_rnn_cell",
        NamedActivation.TANH,
        false,
        weights(inputs, units),
        weights(units, units),
        Tensor.zeros(Shape.of(units)));
  }

  private static RecurrentLayer rnn(String name, Cell cell, boolean goBackwards) {
    return new RNN(name, cell, new Recurrent(true, goBackwards, false));
  }

  private static void putRecurrent(Map<String, Sequential> models) {
    Recurrent all = new Recurrent(true, false, false);
    Recurrent backwards = new Recurrent(true, true, false);
    put(
        models,
        "recurrent-cells",
        Shape.of(5, 3),
        rnn("a", lstm(3, 4), false),
        rnn("b", new StackedRNNCells("stack", List.of(gru(4, 3), simple(3, 2), gru(2, 3))), true),
        new TimeDistributed(
            "c", new Dense("d", NamedActivation.RELU, true, weights(3, 4), weights(4))),
        new LSTM("e", lstm(4, 3), new Recurrent(false, false, false)));
    for (MergeMode mode : MergeMode.values()) {
      put(
          models,
          "recurrent-both-" + mode.name().toLowerCase(java.util.Locale.ROOT),
          Shape.of(4, 3),
          new Masking("mask", 0.5f),
          new Bidirectional(
              "both",
              new GRU("forward_gru", gru(3, 2), all),
              new GRU("backward_gru", gru(3, 2), backwards),
              mode,
              MaskedSteps.ZERO_IN_SEQUENCES),
          new SimpleRNN(
              "last",
              simple(mode == MergeMode.CONCAT ? 4 : 2, 2),
              new Recurrent(false, true, true)));
    }
    put(
        models,
        "nested",
        Shape.of(6),
        new Embedding("e", false, weights(9, 3)),
        new Sequential(
            "inner",
            Shape.of(6, 3),
            List.of(
                new Dense("x", NamedActivation.RELU, true, weights(3, 4), weights(4)),
                new Sequential(
                    "innermost",
                    Shape.of(6, 4),
                    List.of(
                        new Dense("y", NamedActivation.TANH, true, weights(4, 2), weights(2)),
                        new Dense("z", NamedActivation.TANH, true, weights(2, 2), weights(2)))))),
        new TimeDistributed(
            "each",
            new Sequential(
                "step",
                Shape.of(2),
                List.of(new Dense("w", NamedActivation.TANH, true, weights(2, 3), weights(3))))),
        new Dense("last", NamedActivation.LINEAR, true, weights(3, 1), weights(1)));
  }
}
