package io.forwardpass.nn;

import java.util.Arrays;
import java.util.List;
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
  SPARSEMAX,
  SQUAREPLUS,
  TANH,
  TANH_SHRINK;

  /** The fixed point of Klambauer et al., "Self-Normalizing Neural Networks", as Keras has it. */
  private static final float SELU_ALPHA = 1.6732632f;

  private static final float SELU_SCALE = 1.050701f;

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
  public boolean isElementwise() {
    return switch (this) {
      case GLU, LOG_SOFTMAX, SOFTMAX, SPARSEMAX -> false;
      default -> true;
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
  public List<Operation> operations(Shape input, Kernels kernels) {
    return switch (this) {
      case CELU, ELU ->
          Elementwise.of(input, (values, from, to) -> kernels.elu(values, from, to, 1, 1));
      case EXPONENTIAL -> Elementwise.of(input, kernels::exponential);
      case GELU -> Elementwise.of(input, kernels::gelu);
      case GLU ->
          List.of(new GatedLinearUnit(input.size() / input.last(), input.last() / 2, kernels));
      case HARD_SHRINK ->
          Elementwise.of(input, (values, from, to) -> Loops.hardShrink(values, from, to, 0.5f));
      case HARD_SIGMOID -> Elementwise.of(input, Loops::hardSigmoid);
      case HARD_SIGMOID_KERAS_2 -> Elementwise.of(input, Loops::hardSigmoidKeras2);
      case HARD_SILU -> Elementwise.of(input, Loops::hardSilu);
      case HARD_TANH -> Elementwise.of(input, Loops::hardTanh);
      case LEAKY_RELU ->
          Elementwise.of(input, (values, from, to) -> Loops.leakyRelu(values, from, to, 0.2f));
      case LINEAR -> List.of();
      case LOG_SIGMOID ->
          Elementwise.of(
              input,
              (values, from, to) -> {
                Loops.negate(values, from, to);
                kernels.softplus(values, from, to);
                Loops.negate(values, from, to);
              });
      case LOG_SOFTMAX -> List.of(SoftmaxOperation.overLast(input, kernels::logSoftmax));
      case MISH -> Elementwise.of(input, kernels::mish);
      case RELU -> Elementwise.of(input, kernels::relu);
      case RELU6 -> Elementwise.of(input, Loops::relu6);
      case SELU ->
          Elementwise.of(
              input, (values, from, to) -> kernels.elu(values, from, to, SELU_ALPHA, SELU_SCALE));
      case SIGMOID -> Elementwise.of(input, kernels::sigmoid);
      case SILU -> Elementwise.of(input, kernels::silu);
      case SOFT_SHRINK ->
          Elementwise.of(input, (values, from, to) -> Loops.softShrink(values, from, to, 0.5f));
      case SOFTMAX -> List.of(SoftmaxOperation.overLast(input, kernels::softmax));
      case SOFTPLUS -> Elementwise.of(input, kernels::softplus);
      case SOFTSIGN -> Elementwise.of(input, Loops::softsign);
      case SPARSE_PLUS -> Elementwise.of(input, Loops::sparsePlus);
      case SPARSE_SIGMOID -> Elementwise.of(input, Loops::sparseSigmoid);
      case SPARSEMAX -> List.of(SparsemaxOperation.over(input.rank() - 1, input));
      case SQUAREPLUS ->
          Elementwise.of(input, (values, from, to) -> Loops.squareplus(values, from, to, 4));
      case TANH -> Elementwise.of(input, kernels::tanh);
      case TANH_SHRINK -> Elementwise.of(input, Loops::tanhShrink);
    };
  }

  @Override
  public String spelling() {
    return this == HARD_SIGMOID_KERAS_2 ? "hard_sigmoid" : name().toLowerCase(Locale.ROOT);
  }
}
