package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.PReLU;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * @param sharedAxes counted from 1; Keras takes 1 off and looks from the end where that is negative
 */
record PReluPlan(String name, List<Integer> sharedAxes) implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("alpha");
    config.ignore("init", "weights");
    Value shared = config.get("shared_axes");
    PReluPlan plan =
        new PReluPlan(
            config.name(),
            shared.isNull() ? List.of() : shared.list().stream().map(Value::integer).toList());
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of("alpha");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    List<Integer> lengths = new ArrayList<>(input.dims());
    for (int axis : sharedAxes) {
      int index = axis < 1 ? axis - 1 + input.rank() : axis - 1;
      if (index < 0 || index >= input.rank()) {
        throw new InvalidLayerException(
            "PReLU '%s' shares axis %s of an input of shape %s".formatted(name, axis, input));
      }
      lengths.set(index, 1);
    }
    return new PReLU(name, weights.next(lengths));
  }
}
