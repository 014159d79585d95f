package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A network inside another one. */
record SequentialPlan(String name, List<PlannedLayer> layers) implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    config.ignore("layers", "build_input_shape", "input_layers", "output_layers");
    config.checkUnknownKeys();
    Architecture architecture = config.architecture();
    List<PlannedLayer> layers = LayerReaders.plan(architecture, config.writer(), config.reasons());
    return new SequentialPlan(config.name(), layers);
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of(layers.stream().map(PlannedLayer::branch).toList());
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    return build(name, input, layers, layer -> weights);
  }

  /**
   * Layers one after the other, each for the shape that comes out of the one before.
   *
   * @param weights what each layer takes its weights from
   */
  static Sequential build(
      String name,
      Shape input,
      List<PlannedLayer> layers,
      Function<PlannedLayer, WeightSource> weights) {
    List<Layer> built = new ArrayList<>();
    Shape shape = input;
    for (PlannedLayer layer : layers) {
      Layer next = layer.plan().build(shape, weights.apply(layer));
      shape = next.outputShape(shape);
      built.add(next);
    }
    return new Sequential(name, input, built);
  }
}
