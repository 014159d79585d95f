package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code gamma · (x − mean) / sqrt(variance + epsilon) + beta}, where mean and variance are of one
 * row's elements along the axes; with {@code rmsScaling} {@code gamma · x / sqrt(variance +
 * epsilon)}.
 *
 * @param axes as Keras counts them: -1 is the last one
 * @param counted the number of weights that the file holds
 * @param gamma the lengths of the axes, ones where Keras has none
 * @param beta likewise, zeros where Keras has none
 */
public record LayerNormalization(
    String name,
    List<Integer> axes,
    float epsilon,
    boolean rmsScaling,
    Tensor gamma,
    Tensor beta,
    long counted)
    implements Layer {

  public LayerNormalization {
    axes = List.copyOf(axes);
    if (axes.isEmpty() || !gamma.shape().equals(beta.shape())) {
      throw new InvalidLayerException(
          "LayerNormalization '%s' has the axes %s, gamma %s and beta %s"
              .formatted(name, axes, gamma.shape(), beta.shape()));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    Broadcast.check(spread(input, gamma).shape(), input, "LayerNormalization '" + name + "'");
    return input;
  }

  /** With length 1 on the axes that are not normalised. */
  private Tensor spread(Shape input, Tensor weights) {
    List<Integer> dims = new ArrayList<>();
    List<Integer> own = Axis.within(input, axes, name);
    if (own.size() != weights.shape().rank()) {
      throw new InvalidLayerException(
          "LayerNormalization '%s' has weights of shape %s for the axes %s"
              .formatted(name, weights.shape(), axes));
    }
    for (int axis = 0; axis < input.rank(); axis++) {
      dims.add(own.contains(axis) ? weights.shape().dim(own.indexOf(axis)) : 1);
    }
    return Tensor.of(new Shape(dims), weights.values());
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    return List.of(
        new Standardization(
            Groups.over(Axis.within(input, axes, name), input),
            input.size(),
            Standardization.Spread.DEVIATION,
            !rmsScaling,
            epsilon),
        new Affine(
            Tensor.zeros(input),
            Broadcast.expand(spread(input, gamma), input),
            Broadcast.expand(spread(input, beta), input)));
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
