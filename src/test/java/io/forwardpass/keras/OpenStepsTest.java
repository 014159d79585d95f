package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.nn.Conv;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose rows may have any number of steps are shown for the fewest that they take. */
class OpenStepsTest {
  private static KerasModel convolution(int size, int dilation) {
    Conv conv =
        new Conv(
            "conv",
            new Window(List.of(size), List.of(1), List.of(dilation), Padding.VALID),
            DataFormat.CHANNELS_LAST,
            1,
            NamedActivation.LINEAR,
            true,
            Tensor.ones(Shape.of(size, 1, 2)),
            Tensor.zeros(Shape.of(2)));
    GlobalPooling pooling =
        new GlobalPooling("pooling", Pool.MAX, 1, DataFormat.CHANNELS_LAST, false);
    Shape input = Shape.of((size - 1) * dilation + 1, 1);
    Sequential network = new Sequential("open", input, List.of(conv, pooling));
    return new KerasModel(network, true, "3.15.1", ".keras", "", 0, List.of());
  }

  /** The last two look further than the lengths that are tried first. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 80, 5000, 70_000})
  void theFewestStepsAreThoseOfTheLongestWindow(int size) throws IOException {
    KerasModel read = KerasModel.read(KerasFile.bytes(convolution(size, 1)), "model");
    assertTrue(read.openSteps());
    assertEquals(Shape.of(size, 1), read.network().input());
  }

  @Test
  void aWindowThatReachesFurtherThanAnyRowIsRefused() {
    assertEquals(
        "a window of size [3], strides [1] and dilation [1000000000] reaches further than 16777216 cells",
        assertThrows(InvalidLayerException.class, () -> convolution(3, 1_000_000_000))
            .getMessage());
  }
}
