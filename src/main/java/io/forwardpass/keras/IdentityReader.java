package io.forwardpass.keras;

import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.MaskPassing;
import java.util.Set;

/** Layers that only training notices. */
final class IdentityReader {
  /** {@code RandomCrop} is not among them: it resizes at inference. */
  static final Set<String> CLASSES =
      Set.of(
          "ActivityRegularization",
          "AlphaDropout",
          "Dropout",
          "GaussianDropout",
          "GaussianNoise",
          "Identity",
          "RandomBrightness",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomContrast",
          "RandomElasticTransform",
          "RandomErasing",
          "RandomFlip",
          "RandomGaussianBlur",
          "RandomGrayscale",
          "RandomHue",
          "RandomInvert",
          "RandomPerspective",
          "RandomPosterization",
          "RandomRotation",
          "RandomSaturation",
          "RandomSharpness",
          "RandomShear",
          "RandomTranslation",
          "RandomZoom",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D");

  private IdentityReader() {}

  static LayerPlan read(LayerConfig config) {
    config.ignore("seed", "data_format", "dim_ordering");
    switch (config.className()) {
      case "ActivityRegularization" -> config.ignore("l1", "l2");
      case "AlphaDropout", "Dropout", "GaussianDropout" ->
          config.ignore("rate", "p", "noise_shape");
      case "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D" ->
          config.ignore("rate", "p", "noise_shape");
      case "GaussianNoise" -> config.ignore("stddev", "sigma");
      case "Identity" -> {}
      default -> ignoreImageOptions(config);
    }
    config.checkUnknownKeys();
    MaskPassing mask =
        config.className().equals("Identity") ? config.writer().maskPassing() : MaskPassing.PASSED;
    return new LayerPlan.Weightless(new InferenceIdentity(config.name(), config.className(), mask));
  }

  /** What the image augmentations of Keras 2 and 3 are configured with. */
  private static void ignoreImageOptions(LayerConfig config) {
    config.ignore("factor", "height_factor", "width_factor", "x_factor", "y_factor", "scale");
    config.ignore("fill_mode", "fill_value", "interpolation", "mode", "value_range");
    config.ignore("brightness_factor", "contrast_factor", "saturation_factor", "hue_factor");
    config.ignore("lower", "upper", "kernel_size", "sigma", "alpha");
    config.ignore("bounding_box_format");
  }
}
