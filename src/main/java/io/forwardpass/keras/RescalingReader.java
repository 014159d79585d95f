package io.forwardpass.keras;

import io.forwardpass.nn.Rescaling;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;

final class RescalingReader {
  private RescalingReader() {}

  static LayerPlan read(LayerConfig config) {
    Value offset = config.get("offset");
    Rescaling layer =
        new Rescaling(
            config.name(),
            Numbers.read(config.get("scale")),
            offset.isNull() ? Tensor.zeros(Shape.of(1)) : Numbers.read(offset),
            config.writer().maskPassing());
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
