package io.forwardpass.nn;

import java.util.List;

/**
 * {@code scale · x / sqrt(mean(x²) + epsilon)} along the axes.
 *
 * @param axes as Keras counts them: -1 is the last one
 * @param scale broadcasts against the input from the right
 */
public record RMSNormalization(String name, List<Integer> axes, float epsilon, Tensor scale)
    implements Layer {

  public RMSNormalization {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape outputShape(Shape input) {
    Axis.within(input, axes, name);
    Broadcast.check(scale.shape(), input, "RMSNormalization '" + name + "': scale");
    return input;
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    return List.of(
        new Standardization(
            Groups.over(Axis.within(input, axes, name), input),
            input.size(),
            Standardization.Spread.ROOT_MEAN_SQUARE,
            false,
            epsilon),
        new Affine(Tensor.zeros(input), Broadcast.expand(scale, input), Tensor.zeros(input)));
  }

  @Override
  public long parameters() {
    return scale.size();
  }

  @Override
  public long flops(Shape input) {
    return 4L * input.size();
  }
}
