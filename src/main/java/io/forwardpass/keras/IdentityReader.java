package io.forwardpass.keras;

import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.MaskPassing;
import java.util.HashMap;
import java.util.Map;
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
    Map<String, Double> options = new HashMap<>();
    switch (config.className()) {
      case "ActivityRegularization" -> {
        keep(config, options, "l1");
        keep(config, options, "l2");
      }
      case "AlphaDropout",
          "Dropout",
          "GaussianDropout",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D" -> {
        config.ignore("noise_shape");
        keep(config, options, "rate", "p");
      }
      case "GaussianNoise" -> keep(config, options, "stddev", "sigma");
      case "Identity" -> {}
      default -> ignoreImageOptions(config);
    }
    config.checkUnknownKeys();
    MaskPassing mask =
        config.className().equals("Identity") ? config.writer().maskPassing() : MaskPassing.PASSED;
    return new LayerPlan.Weightless(
        new InferenceIdentity(config.name(), config.className(), options, mask));
  }

  /** A number that only training needs, for a file that is written again. */
  private static void keep(LayerConfig config, Map<String, Double> options, String... keys) {
    Value value = config.get(keys);
    if (value.node().isNumber()) {
      options.put(keys[0], value.node().asDouble());
    }
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
