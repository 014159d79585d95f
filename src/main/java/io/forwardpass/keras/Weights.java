package io.forwardpass.keras;

import io.forwardpass.nn.Tensor;
import java.util.List;

/** The weights in a model file, taken layer by layer, each exactly once. */
interface Weights {

  /**
   * The weights of the next layer that has any.
   *
   * @param shapes the shape that each must have, in Keras' order
   */
  List<Tensor> of(ModelPlan.PlannedLayer layer, List<List<Integer>> shapes);

  /** Throws where weights are left over that no layer took. */
  void checkAllRead();
}
