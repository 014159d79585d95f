package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code SeparableConv1D} and {@code SeparableConv2D}: a convolution of each channel alone, then a
 * product of all channels at each position.
 *
 * @param depthwiseKernel shape (size…, channels, depth_multiplier)
 * @param pointwiseKernel shape (1…, channels · depth_multiplier, filters)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (filters,)
 */
public record SeparableConv(
    String name,
    Window window,
    DataFormat dataFormat,
    ActivationFunction activation,
    boolean useBias,
    Tensor depthwiseKernel,
    Tensor pointwiseKernel,
    Tensor bias)
    implements ConvolutionLayer {

  public SeparableConv {
    int filters = DepthwiseConv.filters(depthwiseKernel);
    Convolution.check(
        "SeparableConv", name, window, depthwiseKernel, filters, Tensor.zeros(Shape.of(filters)));
    Shape pointwise = pointwiseKernel.shape();
    int cells = pointwise.size() / pointwise.last();
    if (pointwise.rank() != window.rank() + 2
        || cells != filters
        || pointwise.dim(window.rank()) != filters
        || !bias.shape().equals(Shape.of(pointwise.last()))) {
      throw new InvalidLayerException(
          "SeparableConv%sD '%s' has a pointwise kernel of shape %s and a bias of shape %s for %s channels"
              .formatted(window.rank(), name, pointwise, bias.shape(), filters));
    }
  }

  @Override
  public String className() {
    return "SeparableConv" + spatialAxes() + "D";
  }

  @Override
  public int spatialAxes() {
    return window.rank();
  }

  private Convolution depthwise(Shape input) {
    Tensor zeros = Tensor.zeros(Shape.of(DepthwiseConv.filters(depthwiseKernel)));
    return DepthwiseConv.convolution(
        grid(input), window, depthwiseKernel, zeros, className(), name);
  }

  private Convolution pointwise(Shape input) {
    Window one = Window.of(window.size().stream().map(size -> 1).toList());
    return new Convolution(depthwise(input).output(), one, 1, pointwiseKernel, bias, name);
  }

  @Override
  public Shape outputShape(Shape input) {
    return activation.outputShape(pointwise(input).output().shape());
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    List<Operation> operations =
        new ArrayList<>(depthwise(input.shape()).operations(NamedActivation.LINEAR, kernels));
    operations.addAll(pointwise(input.shape()).operations(activation, kernels));
    return operations;
  }

  @Override
  public long parameters() {
    return (long) depthwiseKernel.size() + pointwiseKernel.size() + (useBias ? bias.size() : 0);
  }

  @Override
  public long flops(Shape input) {
    long weights = (long) depthwiseKernel.size() + pointwiseKernel.size();
    return pointwise(input).output().positions() * (2 * weights + bias.size());
  }
}
