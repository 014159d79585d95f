package io.forwardpass.keras;

import io.forwardpass.nn.Flatten;

final class FlattenReader {
  private FlattenReader() {}

  static LayerPlan read(LayerConfig config) {
    Flatten layer = new Flatten(config.name(), DataFormats.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
