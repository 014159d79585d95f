package io.forwardpass.nn;

import java.util.List;

/**
 * {@code DepthwiseConv1D} and {@code DepthwiseConv2D}: a convolution of each channel alone.
 *
 * @param kernel shape (size…, channels, depth_multiplier)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (channels · depth_multiplier,)
 */
public record DepthwiseConv(
    String name,
    Window window,
    DataFormat dataFormat,
    ActivationFunction activation,
    boolean useBias,
    Tensor kernel,
    Tensor bias)
    implements ConvolutionLayer, Weighted {

  public DepthwiseConv {
    Convolution.check("DepthwiseConv", name, window, kernel, filters(kernel), bias);
  }

  @Override
  public String className() {
    return "DepthwiseConv" + spatialAxes() + "D";
  }

  @Override
  public int spatialAxes() {
    return window.rank();
  }

  static int filters(Tensor kernel) {
    return kernel.shape().last() * kernel.shape().dim(kernel.shape().rank() - 2);
  }

  /** A convolution with a group for each channel. */
  static Convolution convolution(
      Grid grid, Window window, Tensor kernel, Tensor bias, String className, String name) {
    int channels = kernel.shape().dim(window.rank());
    if (grid.channels() != channels) {
      throw new InvalidLayerException(
          "%s '%s' has weights for %s channels and gets shape %s"
              .formatted(className, name, channels, grid.shape()));
    }
    Shape grouped = kernel.shape().withAxis(window.rank(), 1).withLast(filters(kernel));
    return new Convolution(grid, window, channels, Tensor.of(grouped, kernel.values()), bias, name);
  }

  private Convolution convolution(Shape input) {
    return convolution(grid(input), window, kernel, bias, className(), name);
  }

  @Override
  public int unitsAxis(Shape output) {
    return dataFormat == DataFormat.CHANNELS_LAST ? output.rank() - 1 : 0;
  }

  @Override
  public Layer withWeights(Tensor kernel, Tensor bias) {
    return new DepthwiseConv(name, window, dataFormat, activation, useBias, kernel, bias);
  }

  @Override
  public Layer withActivation(ActivationFunction activation) {
    return new DepthwiseConv(name, window, dataFormat, activation, useBias, kernel, bias);
  }

  @Override
  public Shape outputShape(Shape input) {
    return activation.outputShape(convolution(input).output().shape());
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    return convolution(input.shape()).operations(activation, kernels);
  }

  @Override
  public long parameters() {
    return kernel.size() + (useBias ? bias.size() : 0L);
  }

  @Override
  public long flops(Shape input) {
    return convolution(input).output().positions() * (2L * kernel.size() + bias.size());
  }
}
