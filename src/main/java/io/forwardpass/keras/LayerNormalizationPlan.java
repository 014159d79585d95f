package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.LayerNormalization;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.List;

record LayerNormalizationPlan(
    String name,
    List<Integer> axes,
    float epsilon,
    boolean scale,
    boolean center,
    boolean rmsScaling)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("gamma", "beta");
    boolean rmsScaling = config.flag(false, "rms_scaling");
    LayerNormalizationPlan plan =
        new LayerNormalizationPlan(
            config.name(),
            Axes.read(config),
            config.epsilon(1e-3f),
            config.flag(true, "scale") || rmsScaling,
            config.flag(true, "center") && !rmsScaling,
            rmsScaling);
    config.checkUnknownKeys();
    return plan;
  }

  /** What {@code scale} and {@code center} add. */
  static WeightTree weights(boolean scale, boolean center) {
    List<String> names = new ArrayList<>();
    if (scale) {
      names.add("gamma");
    }
    if (center) {
      names.add("beta");
    }
    return WeightTree.of(names.toArray(String[]::new));
  }

  @Override
  public WeightTree weights() {
    return weights(scale, center);
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    Shape own =
        new Shape(
            axes.stream()
                .map(axis -> Axes.within(input, axis, name))
                .sorted()
                .map(input::dim)
                .toList());
    Tensor gamma = scale ? next(input, own, weights) : Tensor.ones(own);
    Tensor beta = center ? next(input, own, weights) : Tensor.zeros(own);
    long counted = own.size() * ((scale ? 1L : 0) + (center ? 1 : 0));
    return new LayerNormalization(name, axes, epsilon, rmsScaling, gamma, beta, counted);
  }

  /** Keras sorts the axes as they were written, negative ones first, and reads in that order. */
  private Tensor next(Shape input, Shape own, WeightSource weights) {
    List<Integer> stored =
        axes.stream().sorted().map(axis -> input.dim(Axes.within(input, axis, name))).toList();
    return Tensor.of(own, weights.next(stored).values());
  }
}
