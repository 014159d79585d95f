package io.forwardpass.keras;

import io.forwardpass.nn.Masking;

final class MaskingReader {
  private MaskingReader() {}

  static LayerPlan read(LayerConfig config) {
    Masking layer = new Masking(config.name(), config.number(0f, "mask_value"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
