package io.forwardpass.keras;

import io.forwardpass.nn.ZeroPadding;

/** {@code ZeroPadding1D} to {@code 3D}. */
final class ZeroPaddingReader {
  private ZeroPaddingReader() {}

  static LayerPlan read(LayerConfig config) {
    Edges edges = Edges.read(config.get("padding"), config.spatialAxes());
    ZeroPadding layer =
        new ZeroPadding(config.name(), edges.before(), edges.after(), DataFormats.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
