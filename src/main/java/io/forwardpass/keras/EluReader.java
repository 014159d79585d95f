package io.forwardpass.keras;

import io.forwardpass.nn.ELU;

final class EluReader {
  private EluReader() {}

  static LayerPlan read(LayerConfig config) {
    ELU layer = new ELU(config.name(), config.number(1f, "alpha"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
