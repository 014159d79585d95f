package io.forwardpass.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A function of {@code keras.activations} with other arguments than those that its name stands for,
 * as Keras 3 saves the operations of {@code keras.ops} in the place of a name.
 */
public sealed interface ActivationWithArguments extends ActivationFunction {

  /** The class of Keras' operation. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** By Keras' names, in its order. */
  Map<String, Object> arguments();

  @Override
  default String spelling() {
    StringJoiner text = new StringJoiner(", ", className() + "(", ")");
    arguments().forEach((name, value) -> text.add(name + "=" + value));
    return text.toString();
  }

  /** {@code x > 0 ? x : alpha · (e^(x/alpha) − 1)}. */
  record Celu(float alpha) implements ActivationWithArguments {
    public Celu {
      if (!(alpha > 0)) {
        throw new InvalidLayerException(
            "the activation celu has alpha %s; a positive number is needed".formatted(alpha));
      }
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("alpha", alpha);
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return Elementwise.of(input, (values, from, to) -> Loops.celu(values, from, to, alpha));
    }
  }

  /**
   * {@code gelu}: {@code x · (1 + erf(x/√2)) / 2}.
   *
   * @param approximate whether it is {@code x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2}
   */
  record Gelu(boolean approximate) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("approximate", approximate);
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return Elementwise.of(input, approximate ? Loops::geluByTanh : kernels::gelu);
    }
  }

  /** {@code a · sigmoid(b)}, where {@code a} and {@code b} are the halves of an axis. */
  record Glu(int axis) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("axis", axis);
    }

    @Override
    public boolean isElementwise() {
      return false;
    }

    @Override
    public Shape outputShape(Shape input) {
      int within = Axis.within(input, axis, spelling());
      if (input.dim(within) % 2 != 0) {
        throw new InvalidLayerException(
            "glu halves axis %s and gets shape %s, where it is odd".formatted(axis, input));
      }
      return input.withAxis(within, input.dim(within) / 2);
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      int before = 1;
      for (int dim = 0; dim < Axis.within(input, axis, spelling()); dim++) {
        before *= input.dim(dim);
      }
      return List.of(new GatedLinearUnit(before, input.size() / before / 2, kernels));
    }
  }

  /** {@code |x| > threshold ? x : 0}. */
  record HardShrink(float threshold) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("threshold", threshold);
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return Elementwise.of(
          input, (values, from, to) -> Loops.hardShrink(values, from, to, threshold));
    }
  }

  /** The logarithm of the softmax over one axis. */
  record LogSoftmax(int axis) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("axis", axis);
    }

    @Override
    public boolean isElementwise() {
      return false;
    }

    @Override
    public Shape outputShape(Shape input) {
      Axis.within(input, axis, spelling());
      return input;
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      List<Integer> axes = List.of(Axis.within(input, axis, spelling()));
      return List.of(SoftmaxOperation.over(axes, input, kernels::logSoftmax));
    }
  }

  /** {@code x > threshold ? x − threshold : x < −threshold ? x + threshold : 0}. */
  record SoftShrink(float threshold) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("threshold", threshold);
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return Elementwise.of(
          input, (values, from, to) -> Loops.softShrink(values, from, to, threshold));
    }
  }

  /** {@link SparsemaxOperation} over one axis. */
  record Sparsemax(int axis) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("axis", axis);
    }

    @Override
    public boolean isElementwise() {
      return false;
    }

    @Override
    public Shape outputShape(Shape input) {
      Axis.within(input, axis, spelling());
      return input;
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return List.of(SparsemaxOperation.over(Axis.within(input, axis, spelling()), input));
    }
  }

  /** {@code (x + √(x² + b)) / 2}. */
  record Squareplus(float b) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      return Map.of("b", b);
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return Elementwise.of(input, (values, from, to) -> Loops.squareplus(values, from, to, b));
    }
  }

  /** {@code x > threshold ? x : defaultValue}, so that NaN gives the default. */
  record Threshold(float threshold, float defaultValue) implements ActivationWithArguments {
    @Override
    public Map<String, Object> arguments() {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("threshold", threshold);
      arguments.put("default_value", defaultValue);
      return arguments;
    }

    @Override
    public List<Operation> operations(Shape input, Kernels kernels) {
      return Elementwise.of(
          input, (values, from, to) -> Loops.threshold(values, from, to, threshold, defaultValue));
    }
  }
}
