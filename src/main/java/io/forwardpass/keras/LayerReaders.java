package io.forwardpass.keras;

import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.InvalidLayerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every Keras class that is read, by its {@code class_name}. Nothing else is ever built. */
final class LayerReaders {
  private static final Map<String, LayerReader> BY_CLASS = new TreeMap<>();

  static {
    BY_CLASS.put("Activation", ActivationReader::read);
    BY_CLASS.put("AtrousConvolution1D", ConvPlan::read);
    BY_CLASS.put("AtrousConvolution2D", ConvPlan::read);
    BY_CLASS.put("BatchNormalization", BatchNormalizationPlan::read);
    BY_CLASS.put("BatchNormalizationV1", BatchNormalizationPlan::read);
    BY_CLASS.put("BatchNormalizationV2", BatchNormalizationPlan::read);
    BY_CLASS.put("Bidirectional", BidirectionalPlan::read);
    BY_CLASS.put("Convolution1D", ConvPlan::read);
    BY_CLASS.put("Convolution2D", ConvPlan::read);
    BY_CLASS.put("Convolution3D", ConvPlan::read);
    BY_CLASS.put("CuDNNGRU", RecurrentPlan::cudnnGru);
    BY_CLASS.put("CuDNNLSTM", RecurrentPlan::cudnnLstm);
    BY_CLASS.put("Deconvolution2D", ConvTransposePlan::read);
    BY_CLASS.put("Dense", DensePlan::read);
    BY_CLASS.put("ELU", EluReader::read);
    BY_CLASS.put("Embedding", EmbeddingPlan::read);
    BY_CLASS.put("Flatten", FlattenReader::read);
    BY_CLASS.put("Functional", SequentialPlan::read);
    BY_CLASS.put("GRU", RecurrentPlan::gru);
    BY_CLASS.put("GRUV2", RecurrentPlan::gru);
    BY_CLASS.put("UnifiedGRU", RecurrentPlan::gru);
    BY_CLASS.put("GroupNormalization", GroupNormalizationPlan::read);
    BY_CLASS.put("LSTM", RecurrentPlan::lstm);
    BY_CLASS.put("LSTMV2", RecurrentPlan::lstm);
    BY_CLASS.put("UnifiedLSTM", RecurrentPlan::lstm);
    BY_CLASS.put("LayerNormalization", LayerNormalizationPlan::read);
    BY_CLASS.put("LeakyReLU", LeakyReluReader::read);
    BY_CLASS.put("Masking", MaskingReader::read);
    BY_CLASS.put("Model", SequentialPlan::read);
    BY_CLASS.put("Normalization", NormalizationPlan::read);
    BY_CLASS.put("PReLU", PReluPlan::read);
    BY_CLASS.put("Permute", PermuteReader::read);
    BY_CLASS.put("RMSNormalization", RmsNormalizationPlan::read);
    BY_CLASS.put("RNN", RecurrentPlan::rnn);
    BY_CLASS.put("ReLU", ReluReader::read);
    BY_CLASS.put("RepeatVector", RepeatVectorReader::read);
    BY_CLASS.put("Rescaling", RescalingReader::read);
    BY_CLASS.put("Reshape", ReshapeReader::read);
    BY_CLASS.put("SeparableConvolution1D", SeparableConvPlan::read);
    BY_CLASS.put("SeparableConvolution2D", SeparableConvPlan::read);
    BY_CLASS.put("Sequential", SequentialPlan::read);
    BY_CLASS.put("SimpleRNN", RecurrentPlan::simpleRnn);
    BY_CLASS.put("Softmax", SoftmaxReader::read);
    BY_CLASS.put("ThresholdedReLU", ThresholdedReluReader::read);
    BY_CLASS.put("TimeDistributed", TimeDistributedPlan::read);
    BY_CLASS.put("TimeDistributedDense", DensePlan::read);
    BY_CLASS.put("UnitNormalization", UnitNormalizationReader::read);
    for (int axes = 1; axes <= 3; axes++) {
      String suffix = axes + "D";
      BY_CLASS.put("Conv" + suffix, ConvPlan::read);
      BY_CLASS.put("Conv" + suffix + "Transpose", ConvTransposePlan::read);
      BY_CLASS.put("Cropping" + suffix, CroppingReader::read);
      BY_CLASS.put("UpSampling" + suffix, UpSamplingReader::read);
      BY_CLASS.put("ZeroPadding" + suffix, ZeroPaddingReader::read);
      if (axes < 3) {
        BY_CLASS.put("DepthwiseConv" + suffix, DepthwiseConvPlan::read);
        BY_CLASS.put("SeparableConv" + suffix, SeparableConvPlan::read);
      }
      for (String pool : List.of("Average", "Avg", "Max")) {
        for (String word : List.of("Pool", "Pooling")) {
          BY_CLASS.put(pool + word + suffix, PoolingReader::read);
          BY_CLASS.put("Global" + pool + word + suffix, GlobalPoolingReader::read);
        }
      }
    }
    IdentityReader.CLASSES.forEach(name -> BY_CLASS.put(name, IdentityReader::read));
  }

  private LayerReaders() {}

  /** A word on classes that will never be read. */
  static String why(String className) {
    return switch (className) {
      case "Lambda" -> ": it is Python code, which is never run";
      case "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer" ->
          ": it is a model of another framework";
      default -> "";
    };
  }

  /** Stands in for a layer that is not supported, which {@code config} has noted. */
  static LayerPlan unsupported(LayerConfig config) {
    return new LayerPlan.Weightless(new InferenceIdentity(config.name(), config.className()));
  }

  /** All classes that are read. */
  static Set<String> classes() {
    return BY_CLASS.keySet();
  }

  static Optional<LayerReader> of(String className) {
    return Optional.ofNullable(BY_CLASS.get(className));
  }

  /** The layers of a network, input layers left out; {@code reasons} takes what is unsupported. */
  static List<PlannedLayer> plan(Architecture architecture, Writer writer, List<String> reasons) {
    List<PlannedLayer> planned = new ArrayList<>();
    architecture.objection().ifPresent(reasons::add);
    boolean chain = architecture.objection().isEmpty();
    for (int index = 0; index < architecture.layers().size(); index++) {
      LayerObject layer = architecture.layers().get(index);
      if (layer.isInput() && (index == 0 || !chain)) {
        InputShape.check(new LayerConfig(layer.className(), layer.config(), writer, reasons));
      } else {
        plan(layer, writer, reasons).ifPresent(planned::add);
      }
    }
    return planned;
  }

  /** A layer; empty where it is not supported, which {@code reasons} then says. */
  static Optional<PlannedLayer> plan(LayerObject layer, Writer writer, List<String> reasons) {
    if (!LayerObject.isBuiltIn(layer.object())) {
      reasons.add(layer + " is a custom layer, which is not supported");
      return Optional.empty();
    }
    LayerReader reader = BY_CLASS.get(layer.className());
    if (reader == null) {
      reasons.add(layer + " is not supported" + why(layer.className()));
      return Optional.empty();
    }
    LayerConfig config = new LayerConfig(layer.className(), layer.config(), writer, reasons);
    Precision.objection(config.get("dtype"))
        .ifPresent(
            objection -> {
              config.unsupported(objection);
              config.ignore("quantization_config");
            });
    try {
      return Optional.of(
          new PlannedLayer(
              layer.name(),
              layer.className(),
              reader.read(config),
              config.flag(true, "trainable")));
    } catch (InvalidLayerException failure) {
      throw layer.object().place().inconsistent(failure.getMessage(), failure);
    } catch (ArithmeticException overflow) {
      throw layer
          .object()
          .place()
          .inconsistent(
              "%s has more than %s numbers".formatted(layer, Integer.MAX_VALUE), overflow);
    }
  }
}
