package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Flatten}, {@link Reshape}, {@link Permute}, {@link RepeatVector} and those that rest. */
class ShapeLayersTest {

  @Test
  void flattenKeepsRowMajorOrder() {
    Sequential model = network(Shape.of(2, 3), new Flatten("flatten", DataFormat.CHANNELS_LAST));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, forward(model, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void flattenMovesChannelsToTheEnd() {
    Sequential model = network(Shape.of(2, 3), new Flatten("flatten", DataFormat.CHANNELS_FIRST));
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, forward(model, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void flattenOfOneAxisHasNoChannelsToMove() {
    Sequential model = network(Shape.of(3), new Flatten("flatten", DataFormat.CHANNELS_FIRST));
    assertArrayEquals(new float[] {1, 2, 3}, forward(model, 1, 2, 3));
  }

  @Test
  void reshapeChangesWhatLaterLayersSee() {
    Sequential model =
        network(
            Shape.of(4),
            new Reshape("reshape", List.of(2, -1)),
            new Softmax("softmax", List.of(1)));
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, forward(model, 1, 2, 1, 2));
  }

  @Test
  void dropoutAndItsKinAreFree() {
    Sequential model = network(Shape.of(2), new InferenceIdentity("dropout", "Dropout"));
    assertArrayEquals(new float[] {1, 2, 3, 4}, forward(model, 1, 2, 3, 4));
  }

  @Test
  void permuteOrdersTheAxes() {
    Sequential model = network(Shape.of(2, 3), new Permute("permute", List.of(2, 1)));
    assertEquals(Shape.of(3, 2), model.output());
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, forward(model, 1, 2, 3, 4, 5, 6));
  }

  /** Axis 1 of the output is axis 3 of the input, and so on. */
  @Test
  void permuteSaysWhereAxesComeFrom() {
    Sequential model = network(Shape.of(1, 2, 3), new Permute("permute", List.of(3, 1, 2)));
    assertEquals(Shape.of(3, 1, 2), model.output());
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, forward(model, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void repeatVectorRepeats() {
    Sequential model = network(Shape.of(2), new RepeatVector("repeat", 3));
    assertEquals(Shape.of(3, 2), model.output());
    assertArrayEquals(new float[] {1, 2, 1, 2, 1, 2}, forward(model, 1, 2));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals(
        "Permute 'permute' has dims [1, 1]; each axis from 1 to 2 is needed once",
        refusal(() -> new Permute("permute", List.of(1, 1))));
    assertEquals(
        "Permute 'permute' orders 2 axes and gets shape (2,)",
        refusal(() -> new Permute("permute", List.of(2, 1)).outputShape(Shape.of(2))));
    assertEquals(
        "RepeatVector 'repeat' repeats 0 times", refusal(() -> new RepeatVector("repeat", 0)));
    assertEquals(
        "RepeatVector 'repeat' takes one axis and gets shape (2, 2)",
        refusal(() -> new RepeatVector("repeat", 2).outputShape(Shape.of(2, 2))));
    assertEquals(
        "Reshape 'reshape' has more than one -1 in [-1, -1]",
        refusal(() -> new Reshape("reshape", List.of(-1, -1))));
    assertEquals(
        "Reshape 'reshape' cannot turn shape (4,) into [3, -1]",
        refusal(() -> new Reshape("reshape", List.of(3, -1)).outputShape(Shape.of(4))));
  }
}
