package io.forwardpass.nn;

import java.util.List;

/**
 * What a layer does to its weighted sums: a {@link NamedActivation} such as {@code relu}, the same
 * with arguments, or one of the activation layers where Keras lets a layer stand for a function.
 */
public sealed interface ActivationFunction
    permits NamedActivation, ActivationLayer, ActivationWithArguments {

  /** The shape that comes out; only {@code glu} changes it. */
  default Shape outputShape(Shape input) {
    return input;
  }

  /** What the forward pass runs for this function, in order; empty for {@code linear}. */
  List<Operation> operations(Shape input, Kernels kernels);

  /** Whether it looks at each number alone. */
  default boolean isElementwise() {
    return true;
  }

  /** How Keras spells it, with its arguments: {@code relu}, {@code LeakyReLU(0.2)}. */
  String spelling();
}
