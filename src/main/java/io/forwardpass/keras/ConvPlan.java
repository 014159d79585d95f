package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Conv;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.List;

/** {@code Conv1D}, {@code Conv2D} and {@code Conv3D}. */
record ConvPlan(
    String name,
    int filters,
    Window window,
    DataFormat dataFormat,
    int groups,
    ActivationFunction activation,
    boolean useBias,
    Writer writer)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("kernel", "bias");
    config.ignoreLora();
    config.ignore("init", "W_regularizer", "b_regularizer", "W_constraint", "b_constraint");
    Value groups = config.get("groups");
    ConvPlan plan =
        new ConvPlan(
            config.name(),
            config.get("filters", "nb_filter").positive(),
            Windows.ofConvolution(config),
            DataFormats.read(config),
            groups.isNull() ? 1 : groups.positive(),
            ActivationFunctions.read(config, "activation"),
            config.flag(true, "use_bias", "bias"),
            config.writer());
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public WeightTree weights() {
    return useBias ? WeightTree.of("kernel", "bias") : WeightTree.of("kernel");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    int channels = Axes.channels(input, dataFormat);
    if (channels % groups != 0) {
      throw new InvalidLayerException(
          "layer '%s' has %s groups for %s channels; a divisor is needed"
              .formatted(name, groups, channels));
    }
    List<Integer> shape = new ArrayList<>(window.size());
    shape.add(channels / groups);
    shape.add(filters);
    Tensor kernel = ConvolutionKernel.next(shape, dataFormat, writer, weights);
    Tensor bias = useBias ? weights.next(filters) : Tensor.zeros(Shape.of(filters));
    return new Conv(name, window, dataFormat, groups, activation, useBias, kernel, bias);
  }
}
