package io.forwardpass.keras;

import io.forwardpass.nn.Activation;

final class ActivationReader {
  private ActivationReader() {}

  static LayerPlan read(LayerConfig config) {
    Activation layer =
        new Activation(config.name(), ActivationFunctions.read(config, "activation"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
