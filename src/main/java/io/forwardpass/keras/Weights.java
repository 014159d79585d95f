package io.forwardpass.keras;

/** The weights in a model file, taken layer by layer, each exactly once. */
interface Weights {

  /** The weights of the next layer that has any. */
  WeightSource of(PlannedLayer layer);

  /** Throws where weights are left over that no layer took. */
  void checkAllRead();
}
