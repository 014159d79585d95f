package io.forwardpass.nn;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer that only training notices: {@code Dropout} and its kin. It is kept in the network, so
 * that the layers can be shown as the user wrote them, and costs nothing in the forward pass.
 *
 * @param options the numbers that training needs, by Keras' names: {@code rate}, {@code stddev}
 */
public record InferenceIdentity(
    String name, String className, Map<String, Double> options, MaskPassing mask) implements Layer {

  public InferenceIdentity {
    options = Map.copyOf(options);
  }

  /** With the mask passed on. */
  public InferenceIdentity(String name, String className, Map<String, Double> options) {
    this(name, className, options, MaskPassing.PASSED);
  }

  /** A layer whose options are unknown. */
  public InferenceIdentity(String name, String className) {
    this(name, className, Map.of());
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return mask.outputMask(input);
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    return Optional.empty();
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    return List.of();
  }
}
