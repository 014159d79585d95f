package io.forwardpass.nn;

import java.util.List;

/**
 * {@code Conv1D}, {@code Conv2D} and {@code Conv3D}: {@code y[p, f] = activation(bias[f] + Σ x[p ·
 * stride + k · dilation, c] · kernel[k, c, f])}, a cross-correlation.
 *
 * @param groups blocks of channels that see one another alone
 * @param kernel shape (size…, channels / groups, filters)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (filters,)
 */
public record Conv(
    String name,
    Window window,
    DataFormat dataFormat,
    int groups,
    ActivationFunction activation,
    boolean useBias,
    Tensor kernel,
    Tensor bias)
    implements ConvolutionLayer, Weighted {

  public Conv {
    Convolution.check("Conv", name, window, kernel, kernel.shape().last(), bias);
    boolean strided = window.strides().stream().anyMatch(stride -> stride > 1);
    if (strided && window.dilationRate().stream().anyMatch(rate -> rate > 1)) {
      throw new InvalidLayerException(
          "Conv%sD '%s' has strides %s and dilation %s; one of the two must be 1"
              .formatted(window.rank(), name, window.strides(), window.dilationRate()));
    }
    if (groups < 1 || kernel.shape().last() % groups != 0) {
      throw new InvalidLayerException(
          "Conv%sD '%s' has %s filters in %s groups; a divisor is needed"
              .formatted(window.rank(), name, kernel.shape().last(), groups));
    }
  }

  @Override
  public String className() {
    return "Conv" + spatialAxes() + "D";
  }

  @Override
  public int spatialAxes() {
    return window.rank();
  }

  @Override
  public int unitsAxis(Shape output) {
    return dataFormat == DataFormat.CHANNELS_LAST ? output.rank() - 1 : 0;
  }

  @Override
  public Layer withWeights(Tensor kernel, Tensor bias) {
    return new Conv(name, window, dataFormat, groups, activation, useBias, kernel, bias);
  }

  @Override
  public Layer withActivation(ActivationFunction activation) {
    return new Conv(name, window, dataFormat, groups, activation, useBias, kernel, bias);
  }

  @Override
  public Shape outputShape(Shape input) {
    return activation.outputShape(convolution(input).output().shape());
  }

  private Convolution convolution(Shape input) {
    Grid grid = grid(input);
    int channels = kernel.shape().dim(window.rank()) * groups;
    if (grid.channels() != channels) {
      throw new InvalidLayerException(
          "%s '%s' has weights for %s channels and gets shape %s with %s"
              .formatted(className(), name, channels, input, grid.channels()));
    }
    return new Convolution(grid, window, groups, kernel, bias, name);
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
