package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * A layer that only training notices: {@code Dropout} and its kin. It is kept in the network, so
 * that the layers can be shown as the user wrote them, and costs nothing in the forward pass.
 */
public record InferenceIdentity(String name, String className, MaskPassing mask) implements Layer {

  /** With the mask passed on. */
  public InferenceIdentity(String name, String className) {
    this(name, className, MaskPassing.PASSED);
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
