package io.forwardpass.keras;

/**
 * A layer with what its weights are found by.
 *
 * @param trainable whether the layer was left to be trained, which decides the order of weights in
 *     old files
 */
record PlannedLayer(String name, String className, LayerPlan plan, boolean trainable) {

  WeightTree weights() {
    return plan.weights().frozen(!trainable);
  }

  boolean hasWeights() {
    return weights().count() > 0;
  }

  /** As one of the layers of a network. */
  WeightTree.Branch branch() {
    return new WeightTree.Branch(WeightsV3.LAYERS, className, weights());
  }

  @Override
  public String toString() {
    return "layer '%s' (%s)".formatted(name, className);
  }
}
