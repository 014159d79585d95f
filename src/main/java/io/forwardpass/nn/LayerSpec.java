package io.forwardpass.nn;

import java.util.Optional;
import java.util.Random;

/**
 * A layer as its user writes it down: it has no weights yet, because their shapes follow from the
 * input's, which only the layers before it decide. {@code io.forwardpass.nn.layers} has them.
 */
public interface LayerSpec {

  /** The Keras {@code class_name}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** The layer's name, where the user gave one. */
  Optional<String> name();

  /** The shape of one row, which the first layer must know and the others may. */
  Optional<Shape> inputShape();

  /**
   * The layer with weights as they are before training.
   *
   * @param input the shape of one row
   * @param random draws the weights, layer by layer
   * @throws InvalidLayerException where the layer does not take such an input
   */
  Layer build(String name, Shape input, Random random);
}
