package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code gamma · (x − mean) / sqrt(variance + epsilon) + beta}, where the channels are split into
 * groups of neighbours, and mean and variance are of all elements of one row's group.
 *
 * @param groups how many; a divisor of the number of channels
 * @param axis of the channels, as Keras counts it: -1 is the last one
 * @param counted the number of weights that the file holds
 * @param gamma shape (channels,), ones where Keras has none
 * @param beta shape (channels,), zeros where Keras has none
 */
public record GroupNormalization(
    String name, int groups, int axis, float epsilon, Tensor gamma, Tensor beta, long counted)
    implements Layer {

  public GroupNormalization {
    int channels = gamma.size();
    if (groups < 1 || channels % groups != 0 || !gamma.shape().equals(beta.shape())) {
      throw new InvalidLayerException(
          "GroupNormalization '%s' splits %s channels into %s groups; a divisor is needed"
              .formatted(name, channels, groups));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    int channels = input.dim(Axis.within(input, axis, name));
    if (channels != gamma.size()) {
      throw new InvalidLayerException(
          "GroupNormalization '%s' has weights for %s channels and gets shape %s with %s on axis %s"
              .formatted(name, gamma.size(), input, channels, axis));
    }
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    int channelAxis = Axis.within(input, axis, name);
    Shape split = input.with(channelAxis + 1, gamma.size() / groups).withAxis(channelAxis, groups);
    List<Integer> together = new ArrayList<>();
    for (int one = 0; one < split.rank(); one++) {
      if (one != channelAxis) {
        together.add(one);
      }
    }
    return List.of(
        new Standardization(
            Groups.over(together, split),
            input.size(),
            Standardization.Spread.DEVIATION,
            true,
            epsilon),
        new Affine(
            Tensor.zeros(input),
            Broadcast.along(channelAxis, gamma.values(), input),
            Broadcast.along(channelAxis, beta.values(), input)));
  }

  @Override
  public long parameters() {
    return counted;
  }

  @Override
  public long flops(Shape input) {
    return 7L * input.size();
  }
}
