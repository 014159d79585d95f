package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsV3Test {

  /** What Keras itself makes of its class names. */
  @ParameterizedTest
  @CsvSource({
    "Dense, dense",
    "Conv1D, conv1d",
    "Conv2D, conv2d",
    "Conv2DTranspose, conv2d_transpose",
    "DepthwiseConv2D, depthwise_conv2d",
    "SeparableConv2D, separable_conv2d",
    "MaxPooling2D, max_pooling2d",
    "GlobalAveragePooling1D, global_average_pooling1d",
    "ZeroPadding2D, zero_padding2d",
    "UpSampling2D, up_sampling2d",
    "BatchNormalization, batch_normalization",
    "LayerNormalization, layer_normalization",
    "GroupNormalization, group_normalization",
    "RMSNormalization, rms_normalization",
    "SimpleRNN, simple_rnn",
    "LSTM, lstm",
    "GRU, gru",
    "RNN, rnn",
    "Bidirectional, bidirectional",
    "TimeDistributed, time_distributed",
    "StackedRNNCells, stacked_rnn_cells",
    "LSTMCell, lstm_cell",
    "GRUCell, gru_cell",
    "Embedding, embedding",
    "LeakyReLU, leaky_re_lu",
    "PReLU, p_re_lu",
    "ReLU, re_lu",
    "ELU, elu",
    "Sequential, sequential",
    "Functional, functional",
    "Normalization, normalization"
  })
  void namesGroupsAsKerasDoes(String className, String group) {
    assertEquals(group, WeightsV3.snakeCase(className));
  }

  /** A layer of which only the number of weights matters. */
  private record Stub(List<String> weightNames) implements LayerPlan {
    @Override
    public List<List<Integer>> weightShapes(Shape input) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Layer build(Shape input, List<Tensor> weights) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<ModelPlan.PlannedLayer> layers(String... classNames) {
    List<ModelPlan.PlannedLayer> layers = new ArrayList<>();
    for (String className : classNames) {
      List<String> weights = className.equals("Dense") ? List.of("kernel", "bias") : List.of();
      layers.add(new ModelPlan.PlannedLayer("own" + layers.size(), className, new Stub(weights)));
    }
    return layers;
  }

  @Test
  void countsWithinEachClass() {
    assertEquals(
        Map.of("own0", "dense", "own1", "dropout", "own2", "dense_1", "own3", "dropout_1"),
        WeightsV3.number(layers("Dense", "Dropout", "Dense", "Dropout"), 1));
  }

  @Test
  void keras212And213CountByTwoBehindLayersWithWeights() {
    assertEquals(
        Map.of("own0", "dense", "own1", "dropout", "own2", "dense_2", "own3", "dropout_1"),
        WeightsV3.number(layers("Dense", "Dropout", "Dense", "Dropout"), 2));
  }
}
