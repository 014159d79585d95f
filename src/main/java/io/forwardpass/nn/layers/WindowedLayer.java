package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Window;

/**
 * What can be said of layers that move a window. Each method gives a changed copy; where it takes
 * numbers, one is for all axes.
 *
 * @param <S> the layer itself
 */
public interface WindowedLayer<S extends WindowedLayer<S>> extends ConfigurableLayer<S> {

  Window window();

  S with(Window window);

  /** How far the window moves. */
  default S strides(int... strides) {
    Window was = window();
    return with(
        new Window(
            was.size(),
            Windows.axes(was.size().size(), strides),
            was.dilationRate(),
            was.padding()));
  }

  /** What stands beyond the edges, by Keras' word: valid, same, or with one axis causal. */
  default S padding(String name) {
    Padding padding =
        switch (name) {
          case "valid" -> Padding.VALID;
          case "same" -> Padding.SAME;
          case "causal" -> Padding.CAUSAL;
          default ->
              throw new InvalidLayerException(
                  "padding '%s' is unknown; known are valid, same, causal".formatted(name));
        };
    Window was = window();
    return with(new Window(was.size(), was.strides(), was.dilationRate(), padding));
  }
}
