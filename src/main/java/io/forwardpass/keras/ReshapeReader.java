package io.forwardpass.keras;

import io.forwardpass.nn.Reshape;
import java.util.List;

final class ReshapeReader {
  private ReshapeReader() {}

  static LayerPlan read(LayerConfig config) {
    List<Integer> target = config.get("target_shape").list().stream().map(Value::integer).toList();
    Reshape layer = new Reshape(config.name(), target);
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
