package io.forwardpass.nn;

import java.util.Optional;

/** The layers that move a window of weights over the spatial axes of their input. */
public sealed interface ConvolutionLayer extends Layer
    permits Conv, ConvTranspose, DepthwiseConv, SeparableConv {

  ActivationFunction activation();

  DataFormat dataFormat();

  /** The number of axes that the window moves over: 1 to 3. */
  int spatialAxes();

  /** The input as the layer sees it. */
  default Grid grid(Shape input) {
    return Grid.of(input, spatialAxes(), dataFormat(), this);
  }

  @Override
  default Optional<ActivationFunction> outputActivation() {
    return Optional.of(activation());
  }
}
