package io.forwardpass.keras;

import io.forwardpass.nn.ThresholdedReLU;

final class ThresholdedReluReader {
  private ThresholdedReluReader() {}

  static LayerPlan read(LayerConfig config) {
    ThresholdedReLU layer = new ThresholdedReLU(config.name(), config.number(1f, "theta"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
