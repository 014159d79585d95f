package io.forwardpass.keras;

import io.forwardpass.nn.RepeatVector;

final class RepeatVectorReader {
  private RepeatVectorReader() {}

  static LayerPlan read(LayerConfig config) {
    RepeatVector layer = new RepeatVector(config.name(), config.get("n").integers(1, 1).get(0));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
