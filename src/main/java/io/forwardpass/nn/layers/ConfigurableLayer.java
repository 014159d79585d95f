package io.forwardpass.nn.layers;

import io.forwardpass.nn.LayerSpec;
import io.forwardpass.nn.Shape;
import java.util.Optional;

/**
 * What can be said of every layer. Each method gives a changed copy.
 *
 * @param <S> the layer itself
 */
public interface ConfigurableLayer<S extends ConfigurableLayer<S>> extends LayerSpec {

  LayerOptions options();

  S with(LayerOptions options);

  @Override
  default Optional<String> name() {
    return options().name();
  }

  /** Calls the layer by a name of its own. */
  default S name(String name) {
    return with(new LayerOptions(Optional.of(name), options().inputShape()));
  }

  @Override
  default Optional<Shape> inputShape() {
    return options().inputShape();
  }

  /** Says what one row is: {@code inputShape(8)}, {@code inputShape(28, 28, 1)}. */
  default S inputShape(int... dims) {
    return with(new LayerOptions(options().name(), Optional.of(Shape.of(dims))));
  }
}
