package io.forwardpass.job;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.List;
import java.util.OptionalInt;

/** What the golden rows of a model are like. */
record GoldenShape(KerasModel model) {

  /** Whether the model takes these inputs. */
  boolean takes(List<Float> inputs) {
    Shape shape = network().input();
    boolean fits =
        model.openSteps()
            ? inputs.size() >= shape.size() && inputs.size() % perStep() == 0
            : inputs.size() == shape.size();
    return fits && inputs.stream().allMatch(this::takesInput);
  }

  /** Indices are truncated toward zero, as Keras does. */
  private boolean takesInput(float input) {
    OptionalInt indices = network().indices();
    return Float.isFinite(input)
        && (indices.isEmpty() || (input > -1 && input < indices.getAsInt()));
  }

  /** What the model takes, for messages. */
  String inputs() {
    String indices =
        network().indices().isPresent()
            ? ", each an index from 0 to " + (network().indices().getAsInt() - 1)
            : "";
    return model.openSteps()
        ? "at least %s numbers, %s a step%s".formatted(network().input().size(), perStep(), indices)
        : "%s numbers, as the model takes%s".formatted(network().input().size(), indices);
  }

  /** The shape of what comes out for such inputs. */
  Shape outputs(List<Float> inputs) {
    return of(inputs).output();
  }

  /** What the model itself makes of them. */
  float[] forward(List<Float> inputs) {
    float[] row = new float[inputs.size()];
    for (int input = 0; input < row.length; input++) {
      row[input] = inputs.get(input);
    }
    return of(inputs).forward(row);
  }

  private Sequential of(List<Float> inputs) {
    Sequential network = network();
    return inputs.size() == network.input().size()
        ? network
        : network.forInput(network.input().withAxis(0, inputs.size() / perStep()));
  }

  private Sequential network() {
    return model.network();
  }

  private int perStep() {
    return network().input().size() / network().input().dim(0);
  }
}
