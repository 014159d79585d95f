package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Cell;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.SimpleRNNCell;
import io.forwardpass.nn.Tensor;

record SimpleRnnCellPlan(String name, int units, ActivationFunction activation, boolean useBias)
    implements CellPlan {

  static CellPlan read(LayerConfig config) {
    CellPlan.ignoreTraining(config);
    return new SimpleRnnCellPlan(
        config.name(),
        config.get("units", "output_dim").positive(),
        ActivationFunctions.ofCell(config, "activation"),
        config.flag(true, "use_bias"));
  }

  @Override
  public WeightTree weights() {
    return useBias
        ? WeightTree.of("kernel", "recurrent_kernel", "bias")
        : WeightTree.of("kernel", "recurrent_kernel");
  }

  @Override
  public Cell build(int inputs, WeightSource weights) {
    return new SimpleRNNCell(
        name,
        activation,
        useBias,
        weights.next(inputs, units),
        weights.next(units, units),
        useBias ? weights.next(units) : Tensor.zeros(Shape.of(units)));
  }
}
