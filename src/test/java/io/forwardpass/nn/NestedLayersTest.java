package io.forwardpass.nn;

import static io.forwardpass.nn.Rows.forward;
import static io.forwardpass.nn.Rows.network;
import static io.forwardpass.nn.Rows.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link TimeDistributed}, and {@link Sequential} in another one. */
class NestedLayersTest {
  private static final Masking MASKING = new Masking("masking", 0);

  private static TimeDistributed each(Layer layer) {
    return new TimeDistributed("each", layer);
  }

  private static SimpleRNN digits(Recurrent options) {
    return RecurrentLayersTest.digits(options);
  }

  @Test
  void theLayerRunsOnEachStep() {
    Sequential model = network(Shape.of(2, 3), each(new Softmax("softmax", List.of(-1))));
    assertArrayEquals(
        new float[] {1 / 3f, 1 / 3f, 1 / 3f, 0.25f, 0.25f, 0.5f},
        forward(model, 5, 5, 5, 0, 0, (float) Math.log(2)),
        1e-6f);
  }

  @Test
  void stepsMayChangeTheirShape() {
    Layer pooling = new GlobalPooling("pooling", Pool.MAX, 1, DataFormat.CHANNELS_LAST, false);
    Sequential model = network(Shape.of(2, 2, 1), each(pooling));
    assertEquals(Shape.of(2, 1), model.output());
    assertArrayEquals(new float[] {2, 4}, forward(model, 1, 2, 4, 3));
  }

  @Test
  void eachStepStartsARecurrenceAnew() {
    Sequential model = network(Shape.of(2, 2, 1), each(digits(RecurrentLayersTest.LAST)));
    assertArrayEquals(new float[] {12, 34}, forward(model, 1, 2, 3, 4));
  }

  @Test
  void theMaskOfTheStepsGoesOn() {
    Sequential model =
        network(
            Shape.of(3, 1),
            MASKING,
            each(new Rescaling("one", Tensor.of(Shape.of(1), 1), Tensor.of(Shape.of(1), 1))),
            digits(RecurrentLayersTest.LAST));
    assertArrayEquals(new float[] {24}, forward(model, 1, 0, 3));
  }

  @Test
  void aMaskOfSeveralAxesHasOneForEachStep() {
    Sequential model =
        network(Shape.of(2, 3, 1), MASKING, each(digits(RecurrentLayersTest.SEQUENCES)));
    assertArrayEquals(new float[] {1, 1, 13, 0, 5, 56}, forward(model, 1, 0, 3, 0, 5, 6));
  }

  /** What a layer inside masks is its own; the mask from before goes on as it is. */
  @Test
  void masksMadeInsideStayInside() {
    Layer minusThree =
        new Rescaling("minus", Tensor.of(Shape.of(1), 1), Tensor.of(Shape.of(1), -3));
    Sequential model =
        network(
            Shape.of(1, 3, 1),
            MASKING,
            minusThree,
            each(MASKING),
            each(digits(RecurrentLayersTest.SEQUENCES)));
    // The numbers are -2, -3, 0 when the inner layer masks the third step: only the outer counts.
    assertArrayEquals(new float[] {-2, -2, -20}, forward(model, 1, 0, 3));
  }

  @Test
  void aNetworkInANetworkIsItsLayers() {
    Sequential inner =
        new Sequential(
            "inner", Shape.of(3, 1), List.of(MASKING, digits(RecurrentLayersTest.SEQUENCES)));
    Sequential model = network(Shape.of(3, 1), inner, digits(RecurrentLayersTest.LAST));
    // The mask comes out of the inner network: the step between does not count.
    assertArrayEquals(new float[] {23}, forward(model, 1, 0, 3));
  }

  @Test
  void theMaskGoesIntoANetwork() {
    Sequential inner =
        new Sequential("inner", Shape.of(3, 1), List.of(digits(RecurrentLayersTest.LAST)));
    assertArrayEquals(new float[] {13}, forward(network(Shape.of(3, 1), MASKING, inner), 1, 0, 3));
    assertArrayEquals(new float[] {103}, forward(network(Shape.of(3, 1), inner), 1, 0, 3));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Sequential inner = network(Shape.of(3, 1), MASKING);
    assertEquals(
        "TimeDistributed 'each' takes steps of a tensor and gets shape (3,)",
        refusal(() -> each(MASKING).outputShape(Shape.of(3))));
    assertEquals(
        "network 'test' takes shape (3, 1) and gets (4, 1)",
        refusal(() -> inner.outputShape(Shape.of(4, 1))));
    assertEquals(
        "network 'test' has no layers",
        refusal(() -> new Sequential("test", Shape.of(1), List.of())));
  }
}
