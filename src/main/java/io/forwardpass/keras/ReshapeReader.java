package io.forwardpass.keras;

import io.forwardpass.nn.Reshape;
import java.util.List;

final class ReshapeReader {
  private ReshapeReader() {}

  static LayerPlan read(LayerConfig config) {
    List<Integer> target = config.get("target_shape").list().stream().map(Value::integer).toList();
    if (target.isEmpty() || target.size() > InputShape.MOST_AXES) {
      throw config
          .get("target_shape")
          .wrong("a list of 1 to %s axes".formatted(InputShape.MOST_AXES));
    }
    Reshape layer = new Reshape(config.name(), target);
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
