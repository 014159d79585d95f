package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.RMSNormalization;
import io.forwardpass.nn.Shape;
import java.util.List;

record RmsNormalizationPlan(String name, List<Integer> axes, float epsilon) implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    RmsNormalizationPlan plan =
        new RmsNormalizationPlan(config.name(), Axes.read(config), config.epsilon(1e-6f));
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of("scale");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    List<Integer> lengths =
        axes.stream().map(axis -> input.dim(Axes.within(input, axis, name))).toList();
    return new RMSNormalization(name, axes, epsilon, weights.next(lengths));
  }
}
