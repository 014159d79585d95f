package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code exp(x − max) / Σ exp(x − max)} over the given axes jointly.
 *
 * @param axes as Keras counts them: 0 is the batch axis (refused), -1 the last one
 */
public record Softmax(String name, List<Integer> axes) implements ActivationLayer {

  public Softmax {
    axes = List.copyOf(axes);
    if (axes.isEmpty()) {
      throw new InvalidLayerException("Softmax '" + name + "' has no axis");
    }
  }

  /** The axes within one row's tensor, counted from 0. */
  public List<Integer> axesOf(Shape input) {
    return Axis.within(input, axes, name);
  }

  @Override
  public Shape outputShape(Shape input) {
    axesOf(input);
    return input;
  }

  /** Keras adds a mask to the numbers, which fails unless it has their shape. */
  @Override
  public Optional<Shape> outputMask(Signal input) {
    if (input.mask().isPresent()) {
      throw new InvalidLayerException(
          "Softmax '%s' gets a mask, from an Embedding or a Masking layer before it, which Keras cannot compute either"
              .formatted(name));
    }
    return Optional.empty();
  }

  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return List.of(SoftmaxOperation.over(axesOf(input), input, kernels::softmax));
  }

  @Override
  public boolean isElementwise() {
    return false;
  }

  @Override
  public String spelling() {
    return "Softmax(axis=" + axes + ")";
  }

  @Override
  public long flops(Shape input) {
    return 5L * input.size();
  }
}
