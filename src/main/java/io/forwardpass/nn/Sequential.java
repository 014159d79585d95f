package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A network: layers one after the other, as Keras' {@code Sequential}.
 *
 * @param input the shape of one row's features
 * @param layers in order; each takes what the one before gives
 */
public record Sequential(String name, Shape input, List<Layer> layers) {

  public Sequential {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new InvalidLayerException("network '" + name + "' has no layers");
    }
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
    }
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

  /** The layers that do nothing at inference, by class and name. */
  public List<Layer> identities() {
    return layers.stream().filter(InferenceIdentity.class::isInstance).toList();
  }

  /** The activation that the outputs come from; {@code linear} where the last layer has none. */
  public ActivationFunction outputActivation() {
    for (int index = layers.size() - 1; index >= 0; index--) {
      Layer layer = layers.get(index);
      if (layer instanceof Dense dense) {
        return dense.activation();
      } else if (layer instanceof Activation activation) {
        return activation.activation();
      } else if (layer instanceof ActivationFunction function) {
        return function;
      } else if (!(layer instanceof InferenceIdentity
          || layer instanceof Flatten
          || layer instanceof Reshape)) {
        return NamedActivation.LINEAR;
      }
    }
    return NamedActivation.LINEAR;
  }
}
