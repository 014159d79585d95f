package io.forwardpass.keras;

import io.forwardpass.nn.BatchNormalization;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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
          "has mode %d, which normalises by the batch at hand; only mode 0 is supported"
              .formatted(mode.integer()));
    }
    BatchNormalizationPlan plan =
        new BatchNormalizationPlan(
            config.name(),
            axis(config),
            epsilon(config),
            config.flag(true, "scale"),
            config.flag(true, "center"));
    config.checkUnknownKeys();
    return plan;
  }

  private static float epsilon(LayerConfig config) {
    float epsilon = config.number(DEFAULT_EPSILON, "epsilon");
    if (epsilon < 0) {
      throw config.get("epsilon").wrong("a number of at least 0");
    }
    return epsilon;
  }

  private static int axis(LayerConfig config) {
    Value axis = config.get("axis");
    if (axis.isNull()) {
      return -1;
    }
    if (axis.isList()) {
      List<Value> axes = axis.list();
      if (axes.size() != 1) {
        config.unsupported("normalises %d axes; one is supported".formatted(axes.size()));
        return -1;
      }
      return axes.get(0).integer();
    }
    return axis.integer();
  }

  @Override
  public List<String> weightNames() {
    List<String> names = new ArrayList<>();
    if (scale) {
      names.add("gamma");
    }
    if (center) {
      names.add("beta");
    }
    names.add("moving_mean");
    names.add("moving_variance");
    return names;
  }

  @Override
  public List<List<Integer>> weightShapes(Shape input) {
    return Collections.nCopies(
        weightNames().size(), List.of(input.dim(Axes.within(input, axis, name))));
  }

  @Override
  public Layer build(Shape input, List<Tensor> weights) {
    Variances.check(weights.get(weights.size() - 1), "BatchNormalization", name);
    Iterator<Tensor> next = weights.iterator();
    Shape channels = weights.get(0).shape();
    return new BatchNormalization(
        name,
        axis,
        epsilon,
        scale,
        center,
        scale ? next.next() : Tensor.ones(channels),
        center ? next.next() : Tensor.zeros(channels),
        next.next(),
        next.next());
  }
}
