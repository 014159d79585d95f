package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code gamma · (x − movingMean) / sqrt(movingVariance + epsilon) + beta} along one axis.
 *
 * @param axis as Keras counts it: -1 is the last one
 * @param scale whether {@code gamma} counts among the parameters
 * @param center whether {@code beta} counts among the parameters
 * @param gamma shape (channels,), ones where {@code scale} is false
 * @param beta shape (channels,), zeros where {@code center} is false
 * @param movingMean shape (channels,)
 * @param movingVariance shape (channels,)
 */
public record BatchNormalization(
    String name,
    int axis,
    float epsilon,
    boolean scale,
    boolean center,
    Tensor gamma,
    Tensor beta,
    Tensor movingMean,
    Tensor movingVariance)
    implements Layer {

  public BatchNormalization {
    Shape channels = movingMean.shape();
    if (channels.rank() != 1
        || !gamma.shape().equals(channels)
        || !beta.shape().equals(channels)
        || !movingVariance.shape().equals(channels)) {
      throw new InvalidLayerException(
          "BatchNormalization '%s' has weights of different lengths: gamma %s, beta %s, mean %s, variance %s"
              .formatted(name, gamma.shape(), beta.shape(), channels, movingVariance.shape()));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    int channels = input.dim(Axis.within(input, axis, name));
    if (channels != movingMean.size()) {
      throw new InvalidLayerException(
          "BatchNormalization '%s' has weights for %s channels and gets shape %s with %s on axis %s"
              .formatted(name, movingMean.size(), input, channels, axis));
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
    double[] exact = factors();
    float[] factors = new float[exact.length];
    for (int channel = 0; channel < factors.length; channel++) {
      factors[channel] = (float) exact[channel];
    }
    return List.of(
        new Affine(
            Broadcast.along(channelAxis, movingMean.values(), input),
            Broadcast.along(channelAxis, factors, input),
            Broadcast.along(channelAxis, beta.values(), input)));
  }

  /** {@code gamma / sqrt(movingVariance + epsilon)} for each channel. */
  double[] factors() {
    double[] factors = new double[gamma.size()];
    for (int channel = 0; channel < factors.length; channel++) {
      double variance = movingVariance.values()[channel];
      factors[channel] = gamma.values()[channel] / Math.sqrt(variance + epsilon);
    }
    return factors;
  }

  @Override
  public long parameters() {
    return movingMean.size() * (2L + (scale ? 1 : 0) + (center ? 1 : 0));
  }

  @Override
  public long flops(Shape input) {
    return 2L * input.size();
  }
}
