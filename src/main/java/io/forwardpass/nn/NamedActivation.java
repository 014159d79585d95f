package io.forwardpass.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The activation functions that Keras knows by a name alone ({@code keras.activations}). */
public enum NamedActivation implements ActivationFunction {
  CELU,
  ELU,
  EXPONENTIAL,
  GELU,
  GLU,
  HARD_SHRINK,
  /** {@code clip(x/6 + 0.5, 0, 1)}: Keras 3. */
  HARD_SIGMOID,
  /** {@code clip(0.2·x + 0.5, 0, 1)}: Keras 1 and 2 under the name {@code hard_sigmoid}. */
  HARD_SIGMOID_KERAS_2,
  HARD_SILU,
  HARD_TANH,
  LEAKY_RELU,
  LINEAR,
  LOG_SIGMOID,
  LOG_SOFTMAX,
  MISH,
  RELU,
  RELU6,
  SELU,
  SIGMOID,
  SILU,
  SOFT_SHRINK,
  SOFTMAX,
  SOFTPLUS,
  SOFTSIGN,
  SPARSE_PLUS,
  SPARSE_SIGMOID,
  SQUAREPLUS,
  TANH,
  TANH_SHRINK;

  /**
   * The function of that name in Keras 3, aliases included ({@code swish}, {@code hard_swish});
   * empty where there is none.
   */
  public static Optional<NamedActivation> named(String name) {
    return switch (name) {
      case "swish" -> Optional.of(SILU);
      case "hard_swish" -> Optional.of(HARD_SILU);
      default ->
          Arrays.stream(values())
              .filter(function -> function != HARD_SIGMOID_KERAS_2)
              .filter(function -> function.spelling().equals(name))
              .findFirst();
    };
  }

  @Override
  public Shape outputShape(Shape input) {
    if (this != GLU) {
      return input;
    }
    if (input.last() % 2 != 0) {
      throw new InvalidLayerException(
          "glu halves the last axis and gets shape " + input + ", whose last axis is odd");
    }
    return input.withLast(input.last() / 2);
  }

  @Override
  public String spelling() {
    return this == HARD_SIGMOID_KERAS_2 ? "hard_sigmoid" : name().toLowerCase(Locale.ROOT);
  }
}
