package io.forwardpass.keras;

import io.forwardpass.nn.ReLU;

final class ReluReader {
  private ReluReader() {}

  static LayerPlan read(LayerConfig config) {
    ReLU layer =
        new ReLU(
            config.name(),
            config.number(Float.POSITIVE_INFINITY, "max_value"),
            config.number(0f, "negative_slope", "alpha"),
            config.number(0f, "threshold"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
