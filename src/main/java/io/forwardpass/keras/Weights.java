package io.forwardpass.keras;

import java.util.List;

/** The weights in a model file, taken layer by layer, each exactly once. */
interface Weights {

  /** The weights of the next layer that has any. */
  WeightSource of(PlannedLayer layer);

  /**
   * The shape of the first weight of all.
   *
   * @param layer the first layer, which has weights
   */
  List<Long> firstDims(PlannedLayer layer);

  /** Throws where weights are left over that no layer took. */
  void checkAllRead();
}
