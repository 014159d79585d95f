package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A network: layers one after the other, as Keras' {@code Sequential}. It is a layer itself, since
 * networks may be nested.
 *
 * @param input the shape of one row's features
 * @param layers in order; each takes what the one before gives
 */
public record Sequential(String name, Shape input, List<Layer> layers) implements Layer {

  public Sequential {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new InvalidLayerException("network '" + name + "' has no layers");
    }
    Signal signal = Signal.of(input);
    for (Layer layer : layers) {
      signal = signal.through(layer);
    }
  }

  /**
   * A network that is still to be trained, as {@code keras.Sequential([…])} makes it.
   *
   * @param layers of which the first knows the shape of its input
   * @throws InvalidLayerException where a layer does not fit the ones before it
   */
  public static Sequential of(LayerSpec... layers) {
    return seeded(0, layers);
  }

  /** As {@link #of}, with weights that {@code seed} decides, the same in every JVM. */
  public static Sequential seeded(long seed, LayerSpec... layers) {
    return new SequentialSpec(seed, List.of(layers)).build();
  }

  /**
   * The outputs for one row of features or several, one after the other; a tensor's are in
   * row-major order.
   *
   * <p>For trying a network out: where there are many rows, keep a {@link Network} instead.
   */
  public float[] forward(float... rows) {
    return RowMajor.forward(this, rows);
  }

  /** The layers with their shapes and parameters, as Keras prints them. */
  public String summary() {
    return new Summary(this).text();
  }

  /** The same layers for rows of another shape, which the layers must take. */
  public Sequential forInput(Shape shape) {
    List<Layer> changed = new ArrayList<>(layers.size());
    Shape current = shape;
    for (Layer layer : layers) {
      changed.add(layer instanceof Sequential nested ? nested.forInput(current) : layer);
      current = changed.get(changed.size() - 1).outputShape(current);
    }
    return new Sequential(name, shape, changed);
  }

  /** The shape after each layer, in the order of {@link #layers()}. */
  public List<Shape> outputShapes() {
    List<Shape> shapes = new ArrayList<>(layers.size());
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
      shapes.add(shape);
    }
    return List.copyOf(shapes);
  }

  public Shape output() {
    List<Shape> shapes = outputShapes();
    return shapes.get(shapes.size() - 1);
  }

  @Override
  public Shape outputShape(Shape shape) {
    if (!shape.equals(input)) {
      throw new InvalidLayerException(
          "network '%s' takes shape %s and gets %s".formatted(name, input, shape));
    }
    return output();
  }

  @Override
  public Optional<Shape> outputMask(Signal signal) {
    return after(signal).mask();
  }

  private Signal after(Signal signal) {
    Signal current = signal;
    for (Layer layer : layers) {
      current = current.through(layer);
    }
    return current;
  }

  @Override
  public List<Operation> operations(Signal signal, Kernels kernels) {
    List<Operation> operations = new ArrayList<>();
    Signal current = signal;
    for (Layer layer : layers) {
      for (Operation operation : layer.operations(current, kernels)) {
        add(operation, operations);
      }
      current = current.through(layer);
    }
    return operations;
  }

  private static void add(Operation operation, List<Operation> operations) {
    int last = operations.size() - 1;
    Optional<Operation> both = last < 0 ? Optional.empty() : operations.get(last).then(operation);
    if (both.isPresent()) {
      operations.set(last, both.get());
    } else {
      operations.add(operation);
    }
  }

  @Override
  public OptionalInt indices() {
    for (Layer layer : layers) {
      if (layer.indices().isPresent() || layer.outputActivation().isPresent()) {
        return layer.indices();
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public long parameters() {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }

  /** Floating-point operations for one row. */
  public long flops() {
    long flops = 0;
    Shape shape = input;
    for (Layer layer : layers) {
      flops += layer.flops(shape);
      shape = layer.outputShape(shape);
    }
    return flops;
  }

  @Override
  public long flops(Shape shape) {
    return flops();
  }

  /** The layers that do nothing at inference, those of nested networks included. */
  public List<Layer> identities() {
    return layers.stream()
        .flatMap(
            layer ->
                layer instanceof Sequential nested
                    ? nested.identities().stream()
                    : Stream.of(layer).filter(InferenceIdentity.class::isInstance))
        .toList();
  }

  @Override
  public Optional<ActivationFunction> outputActivation() {
    for (int index = layers.size() - 1; index >= 0; index--) {
      Optional<ActivationFunction> activation = layers.get(index).outputActivation();
      if (activation.isPresent()) {
        return activation;
      }
    }
    return Optional.empty();
  }
}
