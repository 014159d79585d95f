package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.SeparableConv;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code SeparableConv1D} and {@code SeparableConv2D}. */
record SeparableConvPlan(
    String name,
    int filters,
    Window window,
    int depthMultiplier,
    DataFormat dataFormat,
    ActivationFunction activation,
    boolean useBias)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("kernel", "depthwise", "pointwise", "bias");
    config.ignore("groups", "init", "depthwise_init", "pointwise_init", "b_regularizer");
    config.ignore("b_constraint");
    SeparableConvPlan plan =
        new SeparableConvPlan(
            config.name(),
            config.get("filters", "nb_filter").positive(),
            Windows.ofConvolution(config),
            DepthwiseConvPlan.multiplier(config),
            DataFormats.read(config),
            ActivationFunctions.read(config, "activation"),
            config.flag(true, "use_bias", "bias"));
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    return useBias
        ? WeightTree.of("depthwise_kernel", "pointwise_kernel", "bias")
        : WeightTree.of("depthwise_kernel", "pointwise_kernel");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    int channels = Axes.channels(input, dataFormat);
    List<Integer> depthwise = new ArrayList<>(window.size());
    depthwise.add(channels);
    depthwise.add(depthMultiplier);
    List<Integer> pointwise = new ArrayList<>(Collections.nCopies(window.size().size(), 1));
    pointwise.add(Math.multiplyExact(channels, depthMultiplier));
    pointwise.add(filters);
    return new SeparableConv(
        name,
        window,
        dataFormat,
        activation,
        useBias,
        weights.next(depthwise),
        weights.next(pointwise),
        useBias ? weights.next(filters) : Tensor.zeros(Shape.of(filters)));
  }
}
