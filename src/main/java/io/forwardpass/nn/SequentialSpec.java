package io.forwardpass.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A network as its user writes it down.
 *
 * @param seed decides the weights: the same seed and the same layers give the same network
 */
record SequentialSpec(long seed, List<LayerSpec> layers) {

  SequentialSpec {
    layers = List.copyOf(layers);
  }

  /** The network, as {@code keras.Sequential} builds it. */
  Sequential build() {
    Shape input = input();
    LayerNames names = new LayerNames();
    Set<String> taken = new HashSet<>();
    Random random = new Random(seed);
    List<Layer> built = new ArrayList<>();
    Shape shape = input;
    for (LayerSpec spec : layers) {
      String name = spec.name().orElseGet(() -> names.next(spec.className()));
      if (!taken.add(name)) {
        throw new InvalidLayerException(
            "two layers are called '%s'; give one of them another name".formatted(name));
      }
      checkInputShape(spec, name, shape);
      Layer layer = spec.build(name, shape, random);
      shape = layer.outputShape(shape);
      built.add(layer);
    }
    return new Sequential("sequential", input, built);
  }

  private Shape input() {
    if (layers.isEmpty()) {
      throw new InvalidLayerException("a network needs a layer, and none is given");
    }
    return layers
        .get(0)
        .inputShape()
        .orElseThrow(
            () ->
                new InvalidLayerException(
                    "the first layer, a %s, has no input shape; give it that of one row, such as inputShape(8)"
                        .formatted(layers.get(0).className())));
  }

  private static void checkInputShape(LayerSpec spec, String name, Shape shape) {
    if (!spec.inputShape().orElse(shape).equals(shape)) {
      throw new InvalidLayerException(
          "%s '%s' is given the input shape %s and gets shape %s from the layers before it"
              .formatted(spec.className(), name, spec.inputShape().get(), shape));
    }
  }
}
