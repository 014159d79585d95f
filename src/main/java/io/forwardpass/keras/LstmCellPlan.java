package io.forwardpass.keras;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.Cell;
import io.forwardpass.nn.LSTMCell;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.List;

/** The cell of an LSTM, in the forms that Keras 1, CuDNN and all others store. */
record LstmCellPlan(
    String name,
    int units,
    ActivationFunction activation,
    ActivationFunction recurrentActivation,
    boolean useBias,
    StoredGates stored)
    implements CellPlan {
  private static final int GATES = 4;

  /** Where the gates of Keras 1, which wrote them in the order i, c, f, o, stand in ours. */
  private static final List<Integer> KERAS_1 = List.of(0, 2, 1, 3);

  static CellPlan read(LayerConfig config) {
    CellPlan.ignoreTraining(config);
    return new LstmCellPlan(
        config.name(),
        config.get("units", "output_dim").positive(),
        ActivationFunctions.ofCell(config, "activation"),
        ActivationFunctions.ofCell(config, "recurrent_activation", "inner_activation"),
        config.flag(true, "use_bias"),
        StoredGates.of(config));
  }

  /** {@code CuDNNLSTM}, whose functions are fixed. */
  static CellPlan readCudnn(LayerConfig config) {
    CellPlan.ignoreTraining(config);
    return new LstmCellPlan(
        config.name(),
        config.get("units").positive(),
        NamedActivation.TANH,
        NamedActivation.SIGMOID,
        true,
        StoredGates.CUDNN);
  }

  @Override
  public WeightTree weights() {
    return stored.weights(List.of("i", "c", "f", "o"), useBias);
  }

  @Override
  public Cell build(int inputs, WeightSource weights) {
    StoredGates.Matrices matrices = stored.read(inputs, units, GATES, KERAS_1, weights);
    return new LSTMCell(
        name,
        activation,
        recurrentActivation,
        useBias,
        matrices.kernel(),
        matrices.recurrentKernel(),
        bias(matrices, weights));
  }

  private Tensor bias(StoredGates.Matrices matrices, WeightSource weights) {
    return switch (stored) {
      case APART -> matrices.bias();
      case TOGETHER ->
          useBias ? weights.next(GATES * units) : Tensor.zeros(Shape.of(GATES * units));
      case CUDNN -> sum(weights.next(2 * GATES * units).values());
    };
  }

  /** CuDNN has a bias for the inputs and one for the state, which only their sum matters of. */
  private Tensor sum(float[] both) {
    float[] bias = new float[GATES * units];
    for (int index = 0; index < bias.length; index++) {
      bias[index] = both[index] + both[bias.length + index];
    }
    return Tensor.of(Shape.of(bias.length), bias);
  }
}
