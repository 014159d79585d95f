package io.forwardpass.keras;

import io.forwardpass.nn.GroupNormalization;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;

/**
 * @param groups -1 for one a channel
 */
record GroupNormalizationPlan(
    String name, int groups, int axis, float epsilon, boolean scale, boolean center)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("gamma", "beta");
    Value groups = config.get("groups");
    GroupNormalizationPlan plan =
        new GroupNormalizationPlan(
            config.name(),
            groups.isNull() ? 32 : groups.integer(),
            Axes.readOne(config),
            config.epsilon(1e-3f),
            config.flag(true, "scale"),
            config.flag(true, "center"));
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    return LayerNormalizationPlan.weights(scale, center);
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    Shape channels = Shape.of(input.dim(Axes.within(input, axis, name)));
    Tensor gamma = scale ? weights.next(channels.dims()) : Tensor.ones(channels);
    Tensor beta = center ? weights.next(channels.dims()) : Tensor.zeros(channels);
    long counted = channels.size() * ((scale ? 1L : 0) + (center ? 1 : 0));
    return new GroupNormalization(
        name, groups == -1 ? channels.size() : groups, axis, epsilon, gamma, beta, counted);
  }
}
