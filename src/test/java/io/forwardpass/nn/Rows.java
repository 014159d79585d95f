package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Rows as people write them, one after the other, through a network that stores them by column. */
final class Rows {
  private Rows() {}

  /** A network of these layers. */
  static Sequential network(Shape input, Layer... layers) {
    return new Sequential("test", input, List.of(layers));
  }

  /** The outputs of rows of features, in row-major order. */
  static float[] forward(Sequential model, float... rows) {
    try (Network network = Network.of(model)) {
      return forward(network, rows);
    }
  }

  static float[] forward(Network network, float... rows) {
    int count = rows.length / network.inputColumns();
    try (ForwardPass pass = network.forwardPass(count)) {
      return forward(pass, rows);
    }
  }

  static float[] forward(ForwardPass pass, float... rows) {
    int features = pass.inputs().length / pass.capacity();
    int outputs = pass.outputs().length / pass.capacity();
    int count = rows.length / features;
    for (int row = 0; row < count; row++) {
      for (int feature = 0; feature < features; feature++) {
        pass.inputs()[feature * pass.capacity() + row] = rows[row * features + feature];
      }
    }
    pass.forward(count);
    float[] result = new float[count * outputs];
    for (int row = 0; row < count; row++) {
      for (int output = 0; output < outputs; output++) {
        result[row * outputs + output] = pass.outputs()[output * pass.capacity() + row];
      }
    }
    return result;
  }

  /** The message with which a layer is refused. */
  static String refusal(Executable action) {
    return assertThrows(InvalidLayerException.class, action).getMessage();
  }

  static void assertClose(float[] expected, float[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, "length");
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance, "at " + i);
    }
  }
}
