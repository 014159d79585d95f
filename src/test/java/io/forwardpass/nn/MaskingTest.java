package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Masking} and {@link Embedding}, and who hands their masks on. */
class MaskingTest {
  private static final Tensor TABLE = Tensor.of(Shape.of(3, 1), 7, 1, 2);
  private static final Layer DIGITS = RecurrentLayersTest.digits(RecurrentLayersTest.LAST);

  @Test
  void aStepOfTheValueBecomesZero() {
    Sequential model = network(Shape.of(3, 2), new Masking("masking", 1));
    assertArrayEquals(new float[] {1, 3, 0, 0, 0, 0}, forward(model, 1, 3, 1, 1, 0, 0));
  }

  @Test
  void aStepWithAnyOtherFeatureCounts() {
    Sequential model =
        network(
            Shape.of(2, 2),
            new Masking("masking", 0),
            new GlobalPooling("mean", Pool.AVERAGE, 1, DataFormat.CHANNELS_LAST, false));
    assertArrayEquals(new float[] {0, 4}, forward(model, 0, 4, 0, 0));
  }

  @Test
  void embeddingLooksRowsUp() {
    Tensor table = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Sequential model = network(Shape.of(3), new Embedding("embedding", false, table));
    assertEquals(Shape.of(3, 2), model.output());
    assertArrayEquals(new float[] {3, 4, 1, 2, 3, 4}, forward(model, 1, 0, 1));
  }

  @Test
  void indicesAreCutOff() {
    Sequential model = network(Shape.of(3), new Embedding("embedding", false, TABLE));
    assertArrayEquals(new float[] {7, 1, 2}, forward(model, 0.9f, 1.9f, 2.5f));
  }

  @Test
  void indexZeroIsMaskedOnRequest() {
    assertArrayEquals(
        new float[] {12},
        forward(network(Shape.of(3), new Embedding("embedding", true, TABLE), DIGITS), 1, 0, 2));
    assertArrayEquals(
        new float[] {172},
        forward(network(Shape.of(3), new Embedding("embedding", false, TABLE), DIGITS), 1, 0, 2));
  }

  @Test
  void permuteDropsTheMask() {
    Sequential model =
        network(
            Shape.of(3, 1),
            new Masking("masking", 0),
            new Permute("permute", List.of(1, 2)),
            DIGITS);
    assertArrayEquals(new float[] {103}, forward(model, 1, 0, 3));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals(
        "Masking 'masking' takes steps of features and gets shape (3,)",
        refusal(() -> new Masking("masking", 0).outputShape(Shape.of(3))));
    assertEquals(
        "Embedding 'embedding' has embeddings of shape (3,); (input_dim, output_dim) is needed",
        refusal(() -> new Embedding("embedding", false, Tensor.ones(Shape.of(3)))));
  }

  /** As Keras does. */
  @Test
  void softmaxRefusesAMask() {
    assertEquals(
        "Softmax 'softmax' gets a mask, from an Embedding or a Masking layer before it, which Keras cannot compute either",
        refusal(
            () ->
                network(
                    Shape.of(2, 2),
                    new Masking("masking", 0),
                    new Softmax("softmax", List.of(-1)))));
  }

  @Test
  void anAverageTakesAMaskOfItsStepsAlone() {
    GlobalPooling channelsFirst =
        new GlobalPooling("mean", Pool.AVERAGE, 1, DataFormat.CHANNELS_FIRST, false);
    assertEquals(
        "GlobalAveragePooling1D 'mean' gets a mask of shape (6,) for steps of shape (3,)",
        assertThrows(
                InvalidLayerException.class,
                () -> Rows.network(Shape.of(6, 3), new Masking("masking", 0f), channelsFirst))
            .getMessage());
  }
}
