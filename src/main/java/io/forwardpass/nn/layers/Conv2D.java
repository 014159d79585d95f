package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Window;

/** {@code keras.layers.Conv2D} with the channels on the last axis. */
public record Conv2D(LayerOptions options, Weighting weighting, int filters, Window window)
    implements ConvLayer<Conv2D> {

  public Conv2D {
    if (filters < 1) {
      throw new InvalidLayerException(
          "Conv2D has %s filters; 1 or more are needed".formatted(filters));
    }
  }

  /**
   * A convolution that moves by one, without padding.
   *
   * @param filters the channels that come out
   * @param kernelSize of the window, one number for both axes or two
   */
  public static Conv2D of(int filters, int... kernelSize) {
    return new Conv2D(
        LayerOptions.NONE,
        Weighting.of(NamedActivation.LINEAR),
        filters,
        Windows.ofConvolution(2, kernelSize));
  }

  @Override
  public Conv2D with(LayerOptions changed) {
    return new Conv2D(changed, weighting, filters, window);
  }

  @Override
  public Conv2D with(Weighting changed) {
    return new Conv2D(options, changed, filters, window);
  }

  @Override
  public Conv2D with(Window changed) {
    return new Conv2D(options, weighting, filters, changed);
  }
}
