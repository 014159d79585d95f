package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.DepthwiseConv;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.List;

/** {@code DepthwiseConv1D} and {@code DepthwiseConv2D}. */
record DepthwiseConvPlan(
    String name,
    Window window,
    int depthMultiplier,
    DataFormat dataFormat,
    ActivationFunction activation,
    boolean useBias)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("kernel", "depthwise", "bias");
    config.ignore("groups", "filters");
    DepthwiseConvPlan plan =
        new DepthwiseConvPlan(
            config.name(),
            Windows.ofConvolution(config),
            multiplier(config),
            DataFormats.read(config),
            ActivationFunctions.read(config, "activation"),
            config.flag(true, "use_bias", "bias"));
    config.checkUnknownKeys();
    return plan;
  }

  static int multiplier(LayerConfig config) {
    Value multiplier = config.get("depth_multiplier");
    return multiplier.isNull() ? 1 : multiplier.positive();
  }

  @Override
  public WeightTree weights() {
    return useBias ? WeightTree.of("kernel", "bias") : WeightTree.of("kernel");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    int channels = Axes.channels(input, dataFormat);
    List<Integer> shape = new ArrayList<>(window.size());
    shape.add(channels);
    shape.add(depthMultiplier);
    Tensor kernel = weights.next(shape);
    int filters = Math.multiplyExact(channels, depthMultiplier);
    Tensor bias = useBias ? weights.next(filters) : Tensor.zeros(Shape.of(filters));
    return new DepthwiseConv(name, window, dataFormat, activation, useBias, kernel, bias);
  }
}
