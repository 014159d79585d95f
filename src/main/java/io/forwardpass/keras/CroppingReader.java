package io.forwardpass.keras;

import io.forwardpass.nn.Cropping;

/** {@code Cropping1D} to {@code 3D}. */
final class CroppingReader {
  private CroppingReader() {}

  static LayerPlan read(LayerConfig config) {
    Edges edges = Edges.read(config.get("cropping"), config.spatialAxes());
    Cropping layer =
        new Cropping(config.name(), edges.before(), edges.after(), DataFormats.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
