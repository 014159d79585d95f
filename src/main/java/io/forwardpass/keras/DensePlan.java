package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.List;

record DensePlan(String name, int units, ActivationFunction activation, boolean useBias)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignore("kernel_initializer", "bias_initializer", "kernel_regularizer");
    config.ignore("bias_regularizer", "kernel_constraint", "bias_constraint");
    config.ignore("init", "W_regularizer", "b_regularizer", "W_constraint", "b_constraint");
    DensePlan plan =
        new DensePlan(
            config.name(),
            config.get("units", "output_dim").positive(),
            ActivationFunctions.read(config, "activation"),
            config.flag(true, "use_bias", "bias"));
    config.checkUnknownKeys();
    return plan;
  }

  @Override
  public List<String> weightNames() {
    return useBias ? List.of("kernel", "bias") : List.of("kernel");
  }

  @Override
  public List<List<Integer>> weightShapes(Shape input) {
    List<Integer> kernel = List.of(input.last(), units);
    return useBias ? List.of(kernel, List.of(units)) : List.of(kernel);
  }

  @Override
  public Layer build(Shape input, List<Tensor> weights) {
    Tensor bias = useBias ? weights.get(1) : Tensor.zeros(Shape.of(units));
    return new Dense(name, activation, useBias, weights.get(0), bias);
  }
}
