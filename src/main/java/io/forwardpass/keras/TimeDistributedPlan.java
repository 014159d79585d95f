package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.TimeDistributed;
import java.util.List;
import java.util.Optional;

record TimeDistributedPlan(String name, PlannedLayer layer) implements LayerPlan {

  static LayerPlan read(LayerConfig config) {
    Optional<PlannedLayer> layer = config.layer("layer");
    config.checkUnknownKeys();
    return layer.isEmpty()
        ? LayerReaders.unsupported(config)
        : new TimeDistributedPlan(config.name(), layer.get());
  }

  @Override
  public WeightTree weights() {
    return WeightTree.of(List.of(new WeightTree.Branch("layer", "", layer.weights())));
  }

  @Override
  public Layer build(Shape input, WeightSource weights) {
    return new TimeDistributed(name, layer.plan().build(input.withoutFirst(), weights));
  }
}
