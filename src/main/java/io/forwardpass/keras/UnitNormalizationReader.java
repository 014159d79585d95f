package io.forwardpass.keras;

import io.forwardpass.nn.UnitNormalization;

final class UnitNormalizationReader {
  private UnitNormalizationReader() {}

  static LayerPlan read(LayerConfig config) {
    UnitNormalization layer = new UnitNormalization(config.name(), Axes.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
