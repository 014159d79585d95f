package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.forwardpass.nn.Activation;
import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.ActivationWithArguments;
import io.forwardpass.nn.BatchNormalization;
import io.forwardpass.nn.Bidirectional;
import io.forwardpass.nn.Conv;
import io.forwardpass.nn.ConvTranspose;
import io.forwardpass.nn.Cropping;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.DepthwiseConv;
import io.forwardpass.nn.ELU;
import io.forwardpass.nn.Embedding;
import io.forwardpass.nn.Flatten;
import io.forwardpass.nn.GRU;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.GroupNormalization;
import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.LSTM;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.LayerNormalization;
import io.forwardpass.nn.LeakyReLU;
import io.forwardpass.nn.MaskPassing;
import io.forwardpass.nn.Masking;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Normalization;
import io.forwardpass.nn.PReLU;
import io.forwardpass.nn.Permute;
import io.forwardpass.nn.Pooling;
import io.forwardpass.nn.RMSNormalization;
import io.forwardpass.nn.RNN;
import io.forwardpass.nn.ReLU;
import io.forwardpass.nn.RepeatVector;
import io.forwardpass.nn.Rescaling;
import io.forwardpass.nn.Reshape;
import io.forwardpass.nn.SeparableConv;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.SimpleRNN;
import io.forwardpass.nn.Softmax;
import io.forwardpass.nn.ThresholdedReLU;
import io.forwardpass.nn.TimeDistributed;
import io.forwardpass.nn.UnitNormalization;
import io.forwardpass.nn.UpSampling;
import io.forwardpass.nn.ZeroPadding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes layers as Keras 3 has them.
 *
 * @param masked whether steps may be masked
 * @param reasons takes what Keras 3 does not have
 */
record LayerWriters(boolean masked, List<String> reasons) {
  private static final Map<Class<? extends Layer>, LayerWriter<?>> BY_RECORD = new HashMap<>();

  static {
    put(Activation.class, ActivationWriters::activation);
    put(BatchNormalization.class, NormalizationWriters::batch);
    put(Bidirectional.class, RecurrentWriters::bidirectional);
    put(Conv.class, ConvolutionWriters::conv);
    put(ConvTranspose.class, ConvolutionWriters::transpose);
    put(Cropping.class, ReshapingWriters::cropping);
    put(Dense.class, CoreWriters::dense);
    put(DepthwiseConv.class, ConvolutionWriters::depthwise);
    put(ELU.class, ActivationWriters::elu);
    put(Embedding.class, CoreWriters::embedding);
    put(Flatten.class, ReshapingWriters::flatten);
    put(GRU.class, RecurrentWriters::gru);
    put(GlobalPooling.class, PoolingWriters::global);
    put(GroupNormalization.class, NormalizationWriters::group);
    put(InferenceIdentity.class, CoreWriters::identity);
    put(LSTM.class, RecurrentWriters::lstm);
    put(LayerNormalization.class, NormalizationWriters::layer);
    put(LeakyReLU.class, ActivationWriters::leakyRelu);
    put(Masking.class, CoreWriters::masking);
    put(Normalization.class, NormalizationWriters::normalization);
    put(PReLU.class, ActivationWriters::prelu);
    put(Permute.class, ReshapingWriters::permute);
    put(Pooling.class, PoolingWriters::pooling);
    put(RMSNormalization.class, NormalizationWriters::rms);
    put(RNN.class, RecurrentWriters::rnn);
    put(ReLU.class, ActivationWriters::relu);
    put(RepeatVector.class, ReshapingWriters::repeatVector);
    put(Rescaling.class, NormalizationWriters::rescaling);
    put(Reshape.class, ReshapingWriters::reshape);
    put(SeparableConv.class, ConvolutionWriters::separable);
    put(Sequential.class, CoreWriters::sequential);
    put(SimpleRNN.class, RecurrentWriters::simpleRnn);
    put(Softmax.class, ActivationWriters::softmax);
    put(ThresholdedReLU.class, ActivationWriters::thresholdedRelu);
    put(TimeDistributed.class, CoreWriters::timeDistributed);
    put(UnitNormalization.class, NormalizationWriters::unit);
    put(UpSampling.class, ReshapingWriters::upSampling);
    put(ZeroPadding.class, ReshapingWriters::zeroPadding);
  }

  private static <L extends Layer> void put(Class<L> type, LayerWriter<L> writer) {
    BY_RECORD.put(type, writer);
  }

  static LayerWriters of(Sequential model) {
    return new LayerWriters(masks(model), new ArrayList<>());
  }

  /** Whether a layer makes a mask. */
  private static boolean masks(Layer layer) {
    if (layer instanceof Sequential nested) {
      return nested.layers().stream().anyMatch(LayerWriters::masks);
    }
    return layer instanceof Masking
        || (layer instanceof Embedding embedding && embedding.maskZero());
  }

  /** Whether layers of that record can be written. */
  static boolean isKnown(Class<? extends Layer> type) {
    return BY_RECORD.containsKey(type);
  }

  WrittenLayer write(Layer layer, Shape input) {
    return write(layer, layer.getClass(), input);
  }

  @SuppressWarnings("unchecked") // put() takes a writer for the layers of its record alone
  private <L extends Layer> WrittenLayer write(L layer, Class<?> type, Shape input) {
    LayerWriter<L> writer = (LayerWriter<L>) BY_RECORD.get(type);
    if (writer == null) {
      unsupported(layer, "which has no place in a file yet");
      return WrittenLayer.of(layer.className(), WrittenLayer.config(layer.name()));
    }
    if (masked && endsMask(layer)) {
      unsupported(layer, "which ends a mask as Keras 2 does and Keras 3 does not");
    }
    return writer.write(layer, input, this);
  }

  private static boolean endsMask(Layer layer) {
    return (layer instanceof InferenceIdentity identity && identity.mask() == MaskPassing.DROPPED)
        || (layer instanceof Normalization normalization
            && normalization.mask() == MaskPassing.DROPPED)
        || (layer instanceof Rescaling rescaling && rescaling.mask() == MaskPassing.DROPPED);
  }

  /** Notes what a layer has that Keras 3 does not. */
  void unsupported(Layer layer, String detail) {
    reasons.add("layer '%s' (%s), %s".formatted(layer.name(), layer.className(), detail));
  }

  /** An activation inside a layer, as a name or, where it has arguments, as a layer. */
  JsonNode activation(String layer, ActivationFunction activation) {
    if (activation == NamedActivation.HARD_SIGMOID_KERAS_2) {
      reasons.add(
          "layer '%s' has the hard_sigmoid of Keras 1 and 2, which Keras 3 computes otherwise"
              .formatted(layer));
    }
    if (activation instanceof ActivationWithArguments operation) {
      return ActivationWriters.operation(operation);
    }
    return activation instanceof Layer function
        ? write(function, Shape.of(1)).json()
        : TextNode.valueOf(activation.spelling());
  }
}
