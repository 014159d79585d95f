package io.forwardpass.keras;

import io.forwardpass.nn.Permute;

final class PermuteReader {
  private PermuteReader() {}

  static LayerPlan read(LayerConfig config) {
    Permute layer =
        new Permute(config.name(), config.get("dims").list().stream().map(Value::integer).toList());
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
