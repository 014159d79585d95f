package io.forwardpass.keras;

import io.forwardpass.nn.Interpolation;
import io.forwardpass.nn.UpSampling;

/** {@code UpSampling1D} to {@code 3D}. */
final class UpSamplingReader {
  private UpSamplingReader() {}

  static LayerPlan read(LayerConfig config) {
    UpSampling layer =
        new UpSampling(
            config.name(),
            config.get("size", "length").integers(config.spatialAxes(), 1),
            interpolation(config),
            DataFormats.read(config));
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }

  private static Interpolation interpolation(LayerConfig config) {
    Value value = config.get("interpolation");
    String name = value.isNull() ? "nearest" : value.text();
    if (name.equals("bilinear") && config.spatialAxes() == 2) {
      return Interpolation.BILINEAR;
    }
    if (!name.equals("nearest")) {
      config.unsupported("has the interpolation '%s', which is not supported".formatted(name));
    }
    return Interpolation.NEAREST;
  }
}
