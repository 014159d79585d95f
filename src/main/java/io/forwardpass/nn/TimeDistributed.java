package io.forwardpass.nn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The same layer at each index of the first axis. */
public record TimeDistributed(String name, Layer layer) implements Layer {

  private Signal step(Signal input) {
    if (input.shape().rank() < 2) {
      throw new InvalidLayerException(
          "TimeDistributed '%s' takes steps of a tensor and gets shape %s"
              .formatted(name, input.shape()));
    }
    Optional<Shape> mask = input.mask().filter(shape -> shape.rank() > 1).map(Shape::withoutFirst);
    return new Signal(input.shape().withoutFirst(), mask);
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape step = step(Signal.of(input)).shape();
    return layer.outputShape(step).with(0, input.dim(0));
  }

  @Override
  public Optional<Shape> outputMask(Signal input) {
    layer.outputMask(step(input));
    return input.mask();
  }

  @Override
  public List<Operation> operations(Signal input, Kernels kernels) {
    Signal step = step(input);
    List<Operation> operations = layer.operations(step, kernels);
    return operations.isEmpty()
        ? List.of()
        : List.of(
            new EachStep(
                operations,
                input.shape().dim(0),
                step.shape().size(),
                input.mask().map(Shape::size).orElse(0),
                step.mask().map(Shape::size).orElse(0)));
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    return layer.outputActivation();
  }

  @Override
  public OptionalInt indices() {
    return layer.indices();
  }

  @Override
  public long parameters() {
    return layer.parameters();
  }

  @Override
  public long flops(Shape input) {
    return input.dim(0) * layer.flops(input.withoutFirst());
  }
}
