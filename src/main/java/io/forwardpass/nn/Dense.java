package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;

/**
 * {@code y[.., j] = activation(Σ_i x[.., i] · kernel[i, j] + bias[j])}: contracts the last axis of
 * an input of any rank.
 *
 * @param kernel shape (inputs, units)
 * @param useBias whether {@code bias} counts among the parameters
 * @param bias shape (units,); zeros where {@code useBias} is false, so that no branch is needed
 */
public record Dense(
    String name, ActivationFunction activation, boolean useBias, Tensor kernel, Tensor bias)
    implements Weighted {

  public Dense {
    if (kernel.shape().rank() != 2 || !bias.shape().equals(Shape.of(kernel.shape().last()))) {
      throw new InvalidLayerException(
          "Dense '%s' has kernel %s and bias %s; (inputs, units) and (units,) are needed"
              .formatted(name, kernel.shape(), bias.shape()));
    }
  }

  public int inputs() {
    return kernel.shape().dim(0);
  }

  public int units() {
    return kernel.shape().dim(1);
  }

  @Override
  public int unitsAxis(Shape output) {
    return output.rank() - 1;
  }

  @Override
  public Layer withWeights(Tensor kernel, Tensor bias) {
    return new Dense(name, activation, useBias, kernel, bias);
  }

  @Override
  public Layer withActivation(ActivationFunction activation) {
    return new Dense(name, activation, useBias, kernel, bias);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.last() != inputs()) {
      throw new InvalidLayerException(
          "Dense '%s' takes %s inputs on the last axis and gets shape %s"
              .formatted(name, inputs(), input));
    }
    return activation.outputShape(input.withLast(units()));
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    return input.mask();
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    return Optional.of(activation);
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    Shape input = signal.shape();
    return Elementwise.behind(
        loop ->
            Products.onLastAxis(
                Product.of(kernel, bias, kernels), input.size() / inputs(), inputs(), loop),
        activation.operations(input.withLast(units()), kernels));
  }

  @Override
  public long parameters() {
    return (long) kernel.size() + (useBias ? bias.size() : 0);
  }

  @Override
  public long flops(Shape input) {
    long positions = input.size() / input.last();
    return positions * (2L * kernel.size() + units());
  }
}
