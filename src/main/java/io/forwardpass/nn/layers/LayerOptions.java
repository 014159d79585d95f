package io.forwardpass.nn.layers;

import io.forwardpass.nn.Shape;
import java.util.Optional;

/**
 * What any layer may be given.
 *
 * @param name empty where Keras is to choose it
 * @param inputShape of one row; the first layer needs it
 */
public record LayerOptions(Optional<String> name, Optional<Shape> inputShape) {
  static final LayerOptions NONE = new LayerOptions(Optional.empty(), Optional.empty());
}
