package io.forwardpass.keras;

import io.forwardpass.nn.GlobalPooling;

/** {@code GlobalMaxPooling1D} to {@code 3D} and {@code GlobalAveragePooling1D} to {@code 3D}. */
final class GlobalPoolingReader {
  private GlobalPoolingReader() {}

  static LayerPlan read(LayerConfig config) {
    GlobalPooling layer =
        new GlobalPooling(
            config.name(),
            PoolingReader.pool(config),
            config.spatialAxes(),
            DataFormats.read(config),
            config.flag(false, "keepdims"));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
