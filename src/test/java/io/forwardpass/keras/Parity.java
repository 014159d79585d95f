package io.forwardpass.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.ForwardPass;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.Set;

/** Our outputs against those of real Keras. */
final class Parity {
  private static final Set<String> PROBABILITIES = Set.of("softmax", "sigmoid");
  private static final double ABSOLUTE = 1e-5;

  /** Of the value, for outputs that are not bounded as probabilities are. */
  private static final double RELATIVE = 1e-4;

  private Parity() {}

  /** Fails where the model of a golden folder does not compute what Keras computed. */
  static void check(Golden golden) {
    KerasModel model = KerasModel.read(golden.bytes(), golden.name());
    assertEquals(golden.openTime(), model.openSteps());
    Sequential network =
        golden.openTime()
            ? model.network().forInput(new Shape(golden.inputShape()))
            : model.network();
    assertEquals(golden.inputShape(), network.input().dims());
    assertEquals(golden.outputShape(), network.output().dims());
    assertEquals(golden.bytes().length, model.bytes());
    float[] actual = outputs(network, golden);
    boolean probabilities =
        PROBABILITIES.contains(
            network.outputActivation().map(ActivationFunction::spelling).orElse("linear"));
    for (int index = 0; index < actual.length; index++) {
      float expected = golden.outputs().values()[index];
      double tolerance =
          probabilities ? ABSOLUTE : Math.max(ABSOLUTE, RELATIVE * Math.abs(expected));
      tolerance = Math.max(tolerance, golden.tolerance());
      // Written so that NaN fails.
      if (!(Math.abs(actual[index] - expected) <= tolerance)) {
        fail(
            "%s: output %d of row %d is %s, Keras %s computed %s; tolerance %s"
                .formatted(
                    golden.name(),
                    index % network.output().size(),
                    index / network.output().size(),
                    actual[index],
                    golden.kerasVersion(),
                    expected,
                    tolerance));
      }
    }
  }

  /** Row by row, as the golden file has them. */
  private static float[] outputs(Sequential model, Golden golden) {
    int inputs = model.input().size();
    int outputs = model.output().size();
    float[] result = new float[golden.rows() * outputs];
    assertEquals(golden.inputs().size(), golden.rows() * inputs);
    assertEquals(golden.outputs().size(), result.length);
    try (Network network = Network.of(model);
        ForwardPass pass = network.forwardPass(golden.rows())) {
      for (int row = 0; row < golden.rows(); row++) {
        for (int element = 0; element < inputs; element++) {
          pass.inputs()[element * pass.capacity() + row] =
              golden.inputs().values()[row * inputs + element];
        }
      }
      pass.forward(golden.rows());
      for (int row = 0; row < golden.rows(); row++) {
        for (int element = 0; element < outputs; element++) {
          result[row * outputs + element] = pass.outputs()[element * pass.capacity() + row];
        }
      }
    }
    return result;
  }
}
