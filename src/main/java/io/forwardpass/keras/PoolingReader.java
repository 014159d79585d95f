package io.forwardpass.keras;

import io.forwardpass.nn.Pool;
import io.forwardpass.nn.Pooling;

/** {@code MaxPooling1D} to {@code 3D} and {@code AveragePooling1D} to {@code 3D}. */
final class PoolingReader {
  private PoolingReader() {}

  static LayerPlan read(LayerConfig config) {
    Pooling layer =
        new Pooling(config.name(), pool(config), Windows.ofPool(config), DataFormats.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }

  static Pool pool(LayerConfig config) {
    return config.className().contains("Max") ? Pool.MAX : Pool.AVERAGE;
  }
}
