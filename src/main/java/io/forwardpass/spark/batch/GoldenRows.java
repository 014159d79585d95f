package io.forwardpass.spark.batch;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Shape;
import java.io.Serializable;
import java.util.List;

/**
 * Rows that show whether a model, on the machine and with the native library at hand, computes what
 * it computed where it was made.
 *
 * @param tolerance how far an output may lie from the expected one, absolutely, or relatively where
 *     that is larger than 1
 */
public record GoldenRows(List<GoldenRow> rows, double tolerance) implements Serializable {
  public static final double DEFAULT_TOLERANCE = 1e-5;

  public static final GoldenRows NONE = new GoldenRows(List.of(), DEFAULT_TOLERANCE);

  public GoldenRows {
    rows = List.copyOf(rows);
  }

  /**
   * Builds the model and replays the rows.
   *
   * @param place where the model came from, for the message
   * @throws GoldenRowException at the first row that gives other outputs
   */
  public void check(KerasModel model, String place) {
    if (!rows.isEmpty()) {
      try (Network network = Network.of(model.network())) {
        check(network, model.network().input(), place);
      }
    }
  }

  /**
   * @param input the network's own, for the fewest steps where their number is open
   */
  void check(Network network, Shape input, String place) {
    for (int number = 0; number < rows.size(); number++) {
      GoldenRow row = rows.get(number);
      float[] received = outputs(network, shape(input, row.inputs().size()), row.inputs());
      if (!isNear(row.outputs(), received)) {
        throw new GoldenRowException(place, number + 1, row, received, tolerance);
      }
    }
  }

  private static Shape shape(Shape input, int numbers) {
    return numbers == input.size()
        ? input
        : input.withAxis(0, numbers / (input.size() / input.dim(0)));
  }

  private static float[] outputs(Network network, Shape shape, List<Float> inputs) {
    float[] outputs = new float[network.outputs(shape).size()];
    try (ForwardPass pass = network.forwardPass(shape, 1)) {
      for (int input = 0; input < inputs.size(); input++) {
        pass.inputs()[input * pass.capacity()] = inputs.get(input);
      }
      pass.forward(1);
      for (int output = 0; output < outputs.length; output++) {
        outputs[output] = pass.outputs()[output * pass.capacity()];
      }
    }
    return outputs;
  }

  private boolean isNear(List<Float> expected, float[] received) {
    boolean near = expected.size() == received.length;
    for (int output = 0; near && output < received.length; output++) {
      double distance = Math.abs((double) expected.get(output) - received[output]);
      near = distance <= tolerance * Math.max(1f, Math.abs(expected.get(output)));
    }
    return near;
  }
}
