package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Flatten}, {@link Reshape} and layers that do nothing. */
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
}
