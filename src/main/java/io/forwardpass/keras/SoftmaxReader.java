package io.forwardpass.keras;

import io.forwardpass.nn.Softmax;
import java.util.List;

final class SoftmaxReader {
  private SoftmaxReader() {}

  static LayerPlan read(LayerConfig config) {
    Value axis = config.get("axis");
    List<Integer> axes;
    if (axis.isNull()) {
      axes = List.of(-1);
    } else if (axis.isList()) {
      axes = axis.list().stream().map(Value::integer).toList();
    } else {
      axes = List.of(axis.integer());
    }
    Softmax layer = new Softmax(config.name(), axes);
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
