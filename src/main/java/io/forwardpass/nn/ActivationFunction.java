package io.forwardpass.nn;

/**
 * What a layer does to its weighted sums: a {@link NamedActivation} such as {@code relu}, or one of
 * the activation layers where Keras lets a layer stand for a function.
 */
public sealed interface ActivationFunction
    permits NamedActivation, ELU, LeakyReLU, ReLU, Softmax, ThresholdedReLU {

  /** The shape that comes out; only {@code glu} changes it. */
  default Shape outputShape(Shape input) {
    return input;
  }

  /** How Keras spells it, with its arguments: {@code relu}, {@code LeakyReLU(0.2)}. */
  String spelling();
}
