package io.forwardpass.keras;

import io.forwardpass.nn.LeakyReLU;

final class LeakyReluReader {
  private static final float DEFAULT_SLOPE = 0.3f;

  private LeakyReluReader() {}

  static LayerPlan read(LayerConfig config) {
    LeakyReLU layer =
        new LeakyReLU(config.name(), config.number(DEFAULT_SLOPE, "negative_slope", "alpha"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
