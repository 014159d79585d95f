package io.forwardpass.nn;

import java.util.HashSet;
import java.util.List;

/**
 * {@code exp(x − max) / Σ exp(x − max)} over the given axes jointly.
 *
 * @param axes as Keras counts them: 0 is the batch axis (refused), -1 the last one
 */
public record Softmax(String name, List<Integer> axes) implements Layer, ActivationFunction {

  public Softmax {
    axes = List.copyOf(axes);
    if (axes.isEmpty()) {
      throw new InvalidLayerException("Softmax '" + name + "' has no axis");
    }
  }

  /** The axes within one row's tensor, counted from 0. */
  public List<Integer> axesOf(Shape input) {
    List<Integer> resolved = axes.stream().map(axis -> Axis.within(input, axis, name)).toList();
    if (new HashSet<>(resolved).size() != resolved.size()) {
      throw new InvalidLayerException("Softmax '%s' repeats an axis: %s".formatted(name, axes));
    }
    return resolved;
  }

  @Override
  public Shape outputShape(Shape input) {
    axesOf(input);
    return input;
  }

  @Override
  public List<Operation> operations(Shape input, Kernels kernels) {
    return List.of(SoftmaxOperation.over(axesOf(input), input, kernels::softmax));
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
