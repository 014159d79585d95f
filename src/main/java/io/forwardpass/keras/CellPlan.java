package io.forwardpass.keras;

import io.forwardpass.nn.Cell;

/** A recurrent cell whose configuration has been understood and whose weights are still to come. */
interface CellPlan {

  /** What weights it has. */
  WeightTree weights();

  /**
   * The cell.
   *
   * @param inputs the features of a step
   * @param weights taken in the order of {@link #weights()}
   */
  Cell build(int inputs, WeightSource weights);

  /** Keys of the layers and cells that only training, or the order of computing, needs. */
  static void ignoreTraining(LayerConfig config) {
    config.ignoreTraining("kernel", "recurrent", "bias");
    config.ignore("dropout", "recurrent_dropout", "implementation", "unit_forget_bias", "seed");
    config.ignore("init", "inner_init", "forget_bias_init", "dropout_W", "dropout_U");
    config.ignore("W_regularizer", "U_regularizer", "b_regularizer", "consume_less");
  }
}
