package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was read from any file and written again computes the same, to the bit. */
class RoundTripTest {

  /** What only Keras 1 and 2 compute, or what a record does not hold. */
  private static final List<String> REFUSED =
      List.of(
          ", which ends a mask as Keras 2 does and Keras 3 does not",
          ", which is causal as in Keras 2 and not in Keras 3",
          "has the hard_sigmoid of Keras 1 and 2, which Keras 3 computes otherwise",
          "whose options for training are not known");

  private static String classes(Sequential model) {
    return String.join(
        "\n", model.layers().stream().map(layer -> layer.name() + layer.className()).toList());
  }

  static List<Golden> goldens() {
    return Golden.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldens")
  void computesTheSame(Golden golden) throws IOException {
    KerasModel model = KerasModel.read(golden.bytes(), golden.name());
    byte[] written;
    try {
      written = KerasFile.bytes(model);
    } catch (UnsupportedModelException refused) {
      for (String reason : refused.reasons()) {
        assertEquals(1, REFUSED.stream().filter(reason::endsWith).count(), reason);
      }
      return;
    }
    KerasModel again = KerasModel.read(written, golden.name());
    Sequential network = again.network();
    assertEquals(classes(model.network()).replace("ThresholdedReLU", "ReLU"), classes(network));
    assertEquals(model.network().outputShapes(), network.outputShapes());
    assertEquals(model.network().parameters(), network.parameters());
    assertEquals(model.openSteps(), again.openSteps());
    assertEquals(
        model.network().identities().toString().replace("DROPPED", "PASSED"),
        network.identities().toString());
    float[] inputs = golden.inputs().values();
    Sequential before = model.network();
    if (model.openSteps()) {
      before = before.forInput(new Shape(golden.inputShape()));
      network = network.forInput(before.input());
    }
    assertArrayEquals(before.forward(inputs), network.forward(inputs));
    assertArrayEquals(written, KerasFile.bytes(again), "equal networks give equal bytes");
  }
}
