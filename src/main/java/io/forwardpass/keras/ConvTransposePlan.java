package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.ConvTranspose;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.List;

/** {@code Conv1DTranspose}, {@code Conv2DTranspose} and {@code Conv3DTranspose}. */
record ConvTransposePlan(
    String name,
    int filters,
    Window window,
    List<Integer> outputPadding,
    DataFormat dataFormat,
    ActivationFunction activation,
    boolean useBias,
    Writer writer)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("kernel", "bias");
    config.ignore("groups", "output_shape");
    config.ignore("init", "W_regularizer", "b_regularizer", "W_constraint", "b_constraint");
    Window window = Windows.ofConvolution(config);
    if (window.dilationRate().stream().anyMatch(rate -> rate > 1)) {
      config.unsupported(
          "has dilation_rate %s, which is not supported".formatted(window.dilationRate()));
      window = new Window(window.size(), window.strides(), ones(window), window.padding());
    }
    Value padding = config.get("output_padding");
    ConvTransposePlan plan =
        new ConvTransposePlan(
            config.name(),
            config.get("filters", "nb_filter").positive(),
            window,
            padding.isNull() ? List.of() : padding.integers(config.spatialAxes(), 0),
            DataFormats.read(config),
            ActivationFunctions.read(config, "activation"),
            config.flag(true, "use_bias", "bias"),
            config.writer());
    config.checkUnknownKeys();
    return plan;
  }

  private static List<Integer> ones(Window window) {
    return window.size().stream().map(axis -> 1).toList();
  }

  @Override
  public WeightTree weights() {
    return useBias ? WeightTree.of("kernel", "bias") : WeightTree.of("kernel");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    List<Integer> shape = new ArrayList<>(window.size());
    shape.add(filters);
    shape.add(Axes.channels(input, dataFormat));
    Tensor kernel = ConvolutionKernel.nextTransposed(shape, dataFormat, writer, weights);
    Tensor bias = useBias ? weights.next(filters) : Tensor.zeros(Shape.of(filters));
    return new ConvTranspose(
        name, window, outputPadding, dataFormat, activation, useBias, kernel, bias);
  }
}
