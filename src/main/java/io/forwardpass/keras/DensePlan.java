package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;

record DensePlan(String name, int units, ActivationFunction activation, boolean useBias)
    implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignoreTraining("kernel", "bias");
    config.ignoreLora();
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
  public WeightTree weights() {
    return useBias ? WeightTree.of("kernel", "bias") : WeightTree.of("kernel");
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    Tensor kernel = weights.next(input.last(), units);
    Tensor bias = useBias ? weights.next(units) : Tensor.zeros(Shape.of(units));
    return new Dense(name, activation, useBias, kernel, bias);
  }
}
