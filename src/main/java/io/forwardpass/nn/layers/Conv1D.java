package io.forwardpass.nn.layers;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Window;

/** {@code keras.layers.Conv1D} with the channels on the last axis. */
public record Conv1D(LayerOptions options, Weighting weighting, int filters, Window window)
    implements ConvLayer<Conv1D> {

  public Conv1D {
    if (filters < 1) {
      throw new InvalidLayerException(
          "Conv1D has %s filters; 1 or more are needed".formatted(filters));
    }
  }

  /**
   * A convolution that moves by one, without padding.
   *
   * @param filters the channels that come out
   * @param kernelSize the steps under the window
   */
  public static Conv1D of(int filters, int kernelSize) {
    return new Conv1D(
        LayerOptions.NONE,
        Weighting.of(NamedActivation.LINEAR),
        filters,
        Windows.ofConvolution(1, kernelSize));
  }

  @Override
  public Conv1D with(LayerOptions changed) {
    return new Conv1D(changed, weighting, filters, window);
  }

  @Override
  public Conv1D with(Weighting changed) {
    return new Conv1D(options, changed, filters, window);
  }

  @Override
  public Conv1D with(Window changed) {
    return new Conv1D(options, weighting, filters, changed);
  }
}
