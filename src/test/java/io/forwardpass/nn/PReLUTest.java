package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PReLUTest {

  @Test
  void eachElementHasItsOwnSlope() {
    PReLU layer = new PReLU("prelu", Tensor.of(Shape.of(3), 0.5f, 10, 7));
    assertArrayEquals(new float[] {-1, -20, 2}, forward(network(Shape.of(3), layer), -2, -2, 2));
  }

  @Test
  void sharedAxesHaveOneSlope() {
    PReLU layer = new PReLU("prelu", Tensor.of(Shape.of(1, 2), 2, 3));
    assertArrayEquals(
        new float[] {-2, -3, 1, -6}, forward(network(Shape.of(2, 2), layer), -1, -1, 1, -2));
  }

  @Test
  void agreesWithKeras() {
    KerasVector.check(
        new PReLU("prelu", KerasVector.weight(0, 5)), Shape.of(5), 0.15f, 0.05f, 0, 0.25f, 0.5f);
  }

  @Test
  void slopesThatDoNotFitAreRefused() {
    assertEquals(
        "PReLU 'prelu': alpha of shape (2,) does not broadcast over an input of shape (3,)",
        refusal(() -> new PReLU("prelu", Tensor.ones(Shape.of(2))).outputShape(Shape.of(3))));
  }
}
