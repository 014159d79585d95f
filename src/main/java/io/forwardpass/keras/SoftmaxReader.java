package io.forwardpass.keras;

import io.forwardpass.nn.Softmax;

final class SoftmaxReader {
  private SoftmaxReader() {}

  static LayerPlan read(LayerConfig config) {
    Softmax layer = new Softmax(config.name(), Axes.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
