package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;

/** A layer whose configuration has been understood and whose weights are still to come. */
interface LayerPlan {

  /** What weights it has. */
  WeightTree weights();

  /** The layer, whose weights are taken from {@code weights} in the order of {@link #weights()}. */
  Layer build(Shape input, WeightSource weights);

  /** A layer that has no weights. */
  record Weightless(Layer layer) implements LayerPlan {
    @Override
    public WeightTree weights() {
      return WeightTree.NONE;
    }

    @Override
    public Layer build(Shape input, WeightSource weights) {
      return layer;
    }
  }
}
