package io.forwardpass.nn.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forwardpass.nn.BatchNormalization;
import io.forwardpass.nn.GRUCell;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.LayerSpec;
import io.forwardpass.nn.LeakyReLU;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Recurrent;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Networks that are written down in Java. */
class SequentialSpecTest {

  private static final Initializer COUNT =
      (shape, random) -> {
        float[] values = new float[shape.size()];
        for (int index = 0; index < values.length; index++) {
          values[index] = index + 1;
        }
        return io.forwardpass.nn.Tensor.of(shape, values);
      };

  private static void assertRefused(String message, Executable building) {
    assertEquals(message, assertThrows(InvalidLayerException.class, building).getMessage());
  }

  private static List<String> names(LayerSpec... layers) {
    return Sequential.of(layers).layers().stream().map(Layer::name).toList();
  }

  /** Inputs 1, 2; the kernel's rows are 1, 2 and 3, 4, so that the sums are 7 and 10. */
  @Test
  void weightedSumsGoThroughTheActivation() {
    Sequential model =
        Sequential.of(
            Dense.of(2)
                .inputShape(2)
                .kernelInitializer(COUNT)
                .biasInitializer(Initializer.values(-8, 1))
                .activation("relu"));
    assertArrayEquals(new float[] {0, 11, 0, 1}, model.forward(1, 2, 0, 0));
  }

  @Test
  void layersAreNamedAsInKeras() {
    assertEquals(
        List.of("conv2d", "max_pooling2d", "own", "conv2d_1", "flatten", "dense", "dense_1"),
        names(
            Conv2D.of(2, 2).inputShape(8, 8, 1),
            MaxPooling2D.of(),
            Conv2D.of(2, 1).name("own"),
            Conv2D.of(2, 1),
            Flatten.of(),
            Dense.of(2),
            Dense.of(1)));
  }

  @Test
  void sameSeedGivesTheSameWeights() {
    LayerSpec[] layers = {LSTM.of(3).inputShape(2, 2), Dense.of(2)};
    float[] rows = {0.5f, -1, 2, 1};
    float[] first = Sequential.of(layers).forward(rows);
    assertArrayEquals(first, Sequential.seeded(0, layers).forward(rows));
    float[] other = Sequential.seeded(1, layers).forward(rows);
    assertEquals(2, other.length);
    assertEquals(false, first[0] == other[0]);
  }

  @Test
  void defaultsAreThoseOfKeras() {
    List<Layer> layers =
        Sequential.of(
                Dense.of(4).inputShape(3, 2),
                LSTM.of(2).returnSequences(),
                GRU.of(2).returnSequences(),
                SimpleRNN.of(2).goBackwards(),
                io.forwardpass.nn.layers.BatchNormalization.of())
            .layers();
    assertEquals(NamedActivation.LINEAR, ((io.forwardpass.nn.Dense) layers.get(0)).activation());
    io.forwardpass.nn.LSTM lstm = (io.forwardpass.nn.LSTM) layers.get(1);
    assertEquals(NamedActivation.TANH, lstm.cell().activation());
    assertEquals(NamedActivation.SIGMOID, lstm.cell().recurrentActivation());
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0, 0, 0}, lstm.cell().bias().values());
    assertEquals(new Recurrent(true, false, false), lstm.options());
    GRUCell gru = ((io.forwardpass.nn.GRU) layers.get(2)).cell();
    assertEquals(true, gru.resetAfter());
    assertEquals(Shape.of(2, 6), gru.bias().shape());
    io.forwardpass.nn.SimpleRNN simple = (io.forwardpass.nn.SimpleRNN) layers.get(3);
    assertEquals(NamedActivation.TANH, simple.cell().activation());
    assertEquals(new Recurrent(false, true, false), simple.options());
    BatchNormalization normalization = (BatchNormalization) layers.get(4);
    assertEquals(1e-3f, normalization.epsilon());
    assertArrayEquals(new float[] {1, 1}, normalization.movingVariance().values());
  }

  @Test
  void optionsOfRecurrentLayersReachTheirCells() {
    Sequential model =
        Sequential.of(
            LSTM.of(2)
                .inputShape(3, 2)
                .returnSequences()
                .withoutUnitForgetBias()
                .recurrentActivation("hard_sigmoid")
                .activation("relu"),
            GRU.of(2).resetBefore().recurrentInitializer("ones").biasInitializer("ones"));
    io.forwardpass.nn.LSTM lstm = (io.forwardpass.nn.LSTM) model.layers().get(0);
    assertEquals(NamedActivation.HARD_SIGMOID, lstm.cell().recurrentActivation());
    assertEquals(NamedActivation.RELU, lstm.cell().activation());
    assertArrayEquals(new float[8], lstm.cell().bias().values());
    GRUCell gru = ((io.forwardpass.nn.GRU) model.layers().get(1)).cell();
    assertArrayEquals(
        new float[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0}, gru.bias().values(), "no second bias");
    assertEquals(2L * 6 + 2 * 6 + 6, gru.parameters());
  }

  /** Steps 1 to 4 under a window of two that moves by two: 1 · 1 + 2 · 2 and 3 · 1 + 4 · 2. */
  @Test
  void convolutionMovesItsWindow() {
    Conv1D convolution = Conv1D.of(1, 2).inputShape(4, 1).kernelInitializer(COUNT);
    assertArrayEquals(
        new float[] {5, 11}, Sequential.of(convolution.strides(2)).forward(1, 2, 3, 4));
    assertArrayEquals(
        new float[] {7, 10}, Sequential.of(convolution.dilationRate(2)).forward(1, 2, 3, 4));
    assertArrayEquals(
        new float[] {2, 5, 8, 11},
        Sequential.of(convolution.padding("causal")).forward(1, 2, 3, 4));
  }

  @Test
  void poolingMovesByItsOwnSize() {
    assertArrayEquals(
        new float[] {6},
        Sequential.of(MaxPooling2D.of().inputShape(2, 3, 1)).forward(1, 2, 9, 4, 6, 8));
    assertArrayEquals(
        new float[] {2, 3.5f},
        Sequential.of(AveragePooling1D.of(3).inputShape(5, 1).padding("same"))
            .forward(1, 2, 3, 3, 4));
    assertArrayEquals(
        new float[] {3, 4},
        Sequential.of(GlobalMaxPooling1D.of().inputShape(2, 2)).forward(1, 4, 3, 2));
  }

  @Test
  void smallLayersDoWhatTheirNamesSay() {
    Sequential model =
        Sequential.of(
            Reshape.of(2, -1).inputShape(4),
            Dropout.of(0.5),
            Activation.of(new LeakyReLU("", 0.5f)),
            Flatten.of(),
            Activation.of("linear"));
    assertArrayEquals(new float[] {-1, 4, -2, 3}, model.forward(-2, 4, -4, 3));
  }

  @Test
  void embeddingLooksUp() {
    Sequential model =
        Sequential.of(
            Embedding.of(3, 2).inputShape(2).embeddingsInitializer(COUNT).maskZero(), Flatten.of());
    assertArrayEquals(new float[] {5, 6, 1, 2}, model.forward(2, 0));
    for (float index : new float[] {-1, 3, Float.NaN}) {
      assertEquals(
          "network 'sequential' takes indices from 0 to 2 and gets %s at position 1"
              .formatted(index),
          assertThrows(IllegalArgumentException.class, () -> model.forward(0, index)).getMessage());
    }
  }

  @Test
  void specificationsDoNotChange() {
    Dense dense = Dense.of(2).inputShape(2);
    dense.activation("relu").withoutBias().name("other");
    assertEquals(Dense.of(2).inputShape(2), dense);
  }

  @Test
  void unknownWordsAreRefused() {
    assertRefused(
        "activation 'rleu' is unknown; known are celu, elu, exponential, gelu, glu, hard_shrink,"
            + " hard_sigmoid, hard_silu, hard_tanh, leaky_relu, linear, log_sigmoid, log_softmax,"
            + " mish, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus, softsign,"
            + " sparse_plus, sparse_sigmoid, sparsemax, squareplus, tanh, tanh_shrink",
        () -> Dense.of(2).activation("rleu"));
    assertRefused(
        "padding 'full' is unknown; known are valid, same, causal",
        () -> Conv1D.of(1, 1).padding("full"));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused("Dense has 0 units; 1 or more are needed", () -> Dense.of(0));
    assertRefused("a recurrent layer has -1 units; 1 or more are needed", () -> LSTM.of(-1));
    assertRefused("Conv2D has 0 filters; 1 or more are needed", () -> Conv2D.of(0, 3));
    assertRefused(
        "Embedding has 3 indices and 0 outputs; 1 or more are needed", () -> Embedding.of(3, 0));
    assertRefused(
        "Dropout has the rate 1.5; a number from 0 to 1 is needed", () -> Dropout.of(1.5));
    assertRefused(
        "BatchNormalization has the epsilon 0.0; a positive number is needed",
        () -> io.forwardpass.nn.layers.BatchNormalization.of().epsilon(0));
    assertRefused(
        "a window over 2 axes is given the numbers [3, 3, 3]; one is needed, or one for each axis",
        () -> Conv2D.of(1, 3, 3, 3));
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    assertRefused("a network needs a layer, and none is given", Sequential::of);
    assertRefused(
        "the first layer, a Dense, has no input shape; give it that of one row, such as"
            + " inputShape(8)",
        () -> Sequential.of(Dense.of(2)));
    assertRefused(
        "two layers are called 'dense'; give one of them another name",
        () -> Sequential.of(Dense.of(2).inputShape(2), Dense.of(2).name("dense")));
    assertRefused(
        "Dense 'dense_1' is given the input shape (3,) and gets shape (2,) from the layers before"
            + " it",
        () -> Sequential.of(Dense.of(2).inputShape(2), Dense.of(2).inputShape(3)));
    assertRefused(
        "a recurrent layer takes steps of features and gets shape (2,)",
        () -> Sequential.of(Dense.of(2).inputShape(2), LSTM.of(2)));
    assertRefused(
        "MaxPooling1D 'max_pooling1d' has causal padding; valid and same are supported",
        () -> Sequential.of(MaxPooling1D.of().padding("causal").inputShape(4, 1)));
    assertRefused(
        "Conv1D 'conv1d' has strides [2] and dilation [2]; Keras supports one of them above 1",
        () -> Sequential.of(Conv1D.of(1, 2).strides(2).dilationRate(2).inputShape(4, 1)));
    assertRefused(
        "a tensor of shape (2, 2) needs 4 values, not 3",
        () ->
            Sequential.of(
                Dense.of(2).inputShape(2).kernelInitializer(Initializer.values(1, 2, 3))));
  }

  @Test
  void rowsMustBeWhole() {
    Sequential model = Sequential.of(Dense.of(1).inputShape(2, 2));
    for (float[] rows : new float[][] {{}, {1, 2, 3}}) {
      assertEquals(
          "network 'sequential' takes rows of 4 numbers (2, 2) and gets %d numbers"
              .formatted(rows.length),
          assertThrows(IllegalArgumentException.class, () -> model.forward(rows)).getMessage());
    }
  }
}
