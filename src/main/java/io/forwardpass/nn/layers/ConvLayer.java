package io.forwardpass.nn.layers;

import io.forwardpass.nn.Conv;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What can be said of convolutions. Each method gives a changed copy.
 *
 * @param <S> the layer itself
 */
public interface ConvLayer<S extends ConvLayer<S>> extends WeightedLayer<S>, WindowedLayer<S> {

  int filters();

  /** The distance between neighbouring cells of the window. */
  default S dilationRate(int... rate) {
    Window was = window();
    return with(
        new Window(
            was.size(), was.strides(), Windows.axes(was.size().size(), rate), was.padding()));
  }

  @Override
  default Layer build(String name, Shape input, Random random) {
    if (Collections.max(window().strides()) > 1 && Collections.max(window().dilationRate()) > 1) {
      throw new InvalidLayerException(
          "%s '%s' has strides %s and dilation %s; Keras supports one of them above 1"
              .formatted(className(), name, window().strides(), window().dilationRate()));
    }
    List<Integer> kernel = new ArrayList<>(window().size());
    kernel.add(input.last());
    kernel.add(filters());
    Tensor weights = weighting().kernelInitializer().tensor(new Shape(kernel), random);
    return new Conv(
        name,
        window(),
        DataFormat.CHANNELS_LAST,
        1,
        weighting().activation(),
        weighting().useBias(),
        weights,
        weighting().bias(Shape.of(filters()), random));
  }
}
