package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Cell;
import io.forwardpass.nn.GRUCell;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.Arrays;
import java.util.List;

/** The cell of a GRU, in the forms that Keras 1, CuDNN and all others store. */
record GruCellPlan(
    String name,
    int units,
    ActivationFunction activation,
    ActivationFunction recurrentActivation,
    boolean resetAfter,
    boolean useBias,
    StoredGates stored)
    implements CellPlan {
  private static final int GATES = 3;
  private static final List<Integer> KERAS_1 = List.of(0, 1, 2);

  static CellPlan read(LayerConfig config) {
    CellPlan.ignoreTraining(config);
    return new GruCellPlan(
        config.name(),
        config.get("units", "output_dim").positive(),
        ActivationFunctions.ofCell(config, "activation"),
        ActivationFunctions.ofCell(config, "recurrent_activation", "inner_activation"),
        config.flag(false, "reset_after"),
        config.flag(true, "use_bias"),
        StoredGates.of(config));
  }

  /** {@code CuDNNGRU}, whose functions are fixed. */
  static CellPlan readCudnn(LayerConfig config) {
    CellPlan.ignoreTraining(config);
    return new GruCellPlan(
        config.name(),
        config.get("units").positive(),
        NamedActivation.TANH,
        NamedActivation.SIGMOID,
        true,
        true,
        StoredGates.CUDNN);
  }

  @Override
  public WeightTree weights() {
    return stored.weights(List.of("z", "r", "h"), useBias);
  }

  @Override
  public Cell build(int inputs, WeightSource weights) {
    StoredGates.Matrices matrices = stored.read(inputs, units, GATES, KERAS_1, weights);
    return new GRUCell(
        name,
        activation,
        recurrentActivation,
        resetAfter,
        useBias,
        matrices.kernel(),
        matrices.recurrentKernel(),
        bias(matrices, weights));
  }

  private Tensor bias(StoredGates.Matrices matrices, WeightSource weights) {
    int size = GATES * units;
    Shape both = Shape.of(2, size);
    return switch (stored) {
      case APART -> Tensor.of(both, Arrays.copyOf(matrices.bias().values(), 2 * size));
      case CUDNN -> Tensor.of(both, weights.next(2 * size).values());
      case TOGETHER -> {
        if (!useBias) {
          yield Tensor.zeros(both);
        }
        yield resetAfter
            ? weights.next(2, size)
            : Tensor.of(both, Arrays.copyOf(weights.next(size).values(), 2 * size));
      }
    };
  }
}
