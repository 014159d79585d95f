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
          "BatchNormalization '%s' has weights for %d channels and gets shape %s with %d on axis %d"
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
    int axis = Axis.within(input, this.axis, name);
    int inner = 1;
    for (int after = axis + 1; after < input.rank(); after++) {
      inner *= input.dim(after);
    }
    float[] center = new float[input.size()];
    float[] multiplier = new float[input.size()];
    float[] offset = new float[input.size()];
    for (int element = 0; element < center.length; element++) {
      int channel = element / inner % movingMean.size();
      double deviation = Math.sqrt((double) movingVariance.values()[channel] + epsilon);
      center[element] = movingMean.values()[channel];
      multiplier[element] = (float) (gamma.values()[channel] / deviation);
      offset[element] = beta.values()[channel];
    }
    return List.of(
        new Affine(
            Tensor.of(input, center), Tensor.of(input, multiplier), Tensor.of(input, offset)));
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
