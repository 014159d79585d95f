package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.List;

/** A layer whose configuration has been understood and whose weights are still to come. */
interface LayerPlan {

  /** The names of its weights in the order in which Keras stores them. */
  List<String> weightNames();

  /** The shape of each weight for that input; a single number has no axes. */
  List<List<Integer>> weightShapes(Shape input);

  /**
   * The layer.
   *
   * @param weights in the order of {@link #weightNames}; a single number has shape (1,)
   */
  Layer build(Shape input, List<Tensor> weights);

  /** A layer that has no weights. */
  record Weightless(Layer layer) implements LayerPlan {
    @Override
    public List<String> weightNames() {
      return List.of();
    }

    @Override
    public List<List<Integer>> weightShapes(Shape input) {
      return List.of();
    }

    @Override
    public Layer build(Shape input, List<Tensor> weights) {
      return layer;
    }
  }
}
