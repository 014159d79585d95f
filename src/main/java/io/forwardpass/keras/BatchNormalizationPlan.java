package io.forwardpass.keras;

import io.forwardpass.nn.BatchNormalization;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.List;

record BatchNormalizationPlan(String name, int axis, float epsilon, boolean scale, boolean center)
    implements LayerPlan {
  private static final float DEFAULT_EPSILON = 1e-3f;

  static LayerPlan read(LayerConfig config) {
    config.ignore("momentum", "fused", "synchronized", "renorm_clipping", "renorm_momentum");
    config.ignore("beta_initializer", "beta_regularizer", "beta_constraint", "beta_init");
    config.ignore("gamma_initializer", "gamma_regularizer", "gamma_constraint", "gamma_init");
    config.ignore("moving_mean_initializer", "moving_variance_initializer");
    if (config.flag(false, "renorm")) {
      config.unsupported("has the option 'renorm', which is not supported");
    }
    Value mode = config.get("mode");
    if (!mode.isNull() && mode.integer() != 0) {
      config.unsupported(
          "has mode %s, which normalises by the batch at hand; only mode 0 is supported"
              .formatted(mode.integer()));
    }
    BatchNormalizationPlan plan =
        new BatchNormalizationPlan(
            config.name(),
            Axes.readOne(config),
            config.epsilon(DEFAULT_EPSILON),
            config.flag(true, "scale"),
            config.flag(true, "center"));
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    List<String> trainable = new ArrayList<>();
    if (scale) {
      trainable.add("gamma");
    }
    if (center) {
      trainable.add("beta");
    }
    return new WeightTree(trainable, List.of("moving_mean", "moving_variance"), List.of(), false);
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    Shape channels = Shape.of(input.dim(Axes.within(input, axis, name)));
    Tensor gamma = scale ? weights.next(channels.dims()) : Tensor.ones(channels);
    Tensor beta = center ? weights.next(channels.dims()) : Tensor.zeros(channels);
    Tensor movingMean = weights.next(channels.dims());
    Tensor movingVariance = weights.next(channels.dims());
    Variances.check(movingVariance, "BatchNormalization", name);
    return new BatchNormalization(
        name, axis, epsilon, scale, center, gamma, beta, movingMean, movingVariance);
  }
}
