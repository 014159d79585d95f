package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.List;

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
    List<Layer> built = new ArrayList<>();
    Shape shape = input;
    for (PlannedLayer layer : layers) {
      built.add(layer.plan().build(shape, weights));
      shape = built.get(built.size() - 1).outputShape(shape);
    }
    return new Sequential(name, input, built);
  }
}
