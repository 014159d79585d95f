package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTreeTest {

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
    assertEquals(group, WeightTree.snakeCase(className));
  }

  private static WeightTree layers(String... classNames) {
    List<WeightTree.Branch> branches = new ArrayList<>();
    for (String className : classNames) {
      WeightTree weights =
          className.equals("Dense") ? WeightTree.of("kernel", "bias") : WeightTree.NONE;
      branches.add(new WeightTree.Branch("layers", className, weights));
    }
    return WeightTree.of(branches);
  }

  @Test
  void countsWithinEachClass() {
    assertEquals(
        List.of("layers/dense", "layers/dropout", "layers/dense_1", "layers/dropout_1"),
        layers("Dense", "Dropout", "Dense", "Dropout").folders(1));
  }

  @Test
  void keras212And213CountByTwoBehindLayersWithWeights() {
    assertEquals(
        List.of("layers/dense", "layers/dropout", "layers/dense_2", "layers/dropout_1"),
        layers("Dense", "Dropout", "Dense", "Dropout").folders(2));
  }

  /** The sanity case of keras.md, as Keras 3.6 writes it. */
  @Test
  void layersInsideOthersHaveFoldersOfTheirOwn() {
    WeightTree cell =
        WeightTree.of(
            List.of(
                new WeightTree.Branch("cell", "", WeightTree.of("kernel", "recurrent_kernel"))));
    WeightTree both =
        WeightTree.of(
            List.of(
                new WeightTree.Branch("forward_layer", "", cell),
                new WeightTree.Branch("backward_layer", "", cell)));
    WeightTree model =
        WeightTree.of(List.of(new WeightTree.Branch("layers", "Bidirectional", both)));
    assertEquals(
        List.of(
            "layers/bidirectional/forward_layer/cell/vars/0",
            "layers/bidirectional/forward_layer/cell/vars/1",
            "layers/bidirectional/backward_layer/cell/vars/0",
            "layers/bidirectional/backward_layer/cell/vars/1"),
        model.paths(1));
  }

  /** {@code [d1/kernel, bn/gamma, d2/kernel, bn/moving_mean]}, and a frozen layer at the end. */
  @Test
  void oldFilesHaveWhatIsNotTrainedAtTheEnd() {
    WeightTree dense = WeightTree.of("kernel");
    WeightTree normalization =
        new WeightTree(List.of("gamma"), List.of("moving_mean"), List.of(), false);
    WeightTree model =
        WeightTree.of(
            List.of(
                new WeightTree.Branch("layers", "Dense", dense),
                new WeightTree.Branch("layers", "BatchNormalization", normalization),
                new WeightTree.Branch("layers", "Dense", dense.frozen(true)),
                new WeightTree.Branch("layers", "Dense", dense)));
    assertEquals(List.of(0, 1, 4, 2, 3), model.legacyOrder());
  }
}
