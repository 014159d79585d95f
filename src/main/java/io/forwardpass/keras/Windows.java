package io.forwardpass.keras;

import io.forwardpass.nn.Padding;
import io.forwardpass.nn.Window;
import java.util.Collections;
import java.util.List;

/** The window of a convolution or of a pooling layer, under the names of all Keras versions. */
final class Windows {
  private Windows() {}

  static Window ofConvolution(LayerConfig config) {
    int axes = config.spatialAxes();
    Value size = config.get("kernel_size", "filter_length");
    Value rows = config.get("nb_row");
    Value columns = config.get("nb_col");
    List<Integer> sizes =
        axes == 2 && size.isNull() && !rows.isNull()
            ? List.of(rows.positive(), columns.positive())
            : size.integers(axes, 1);
    Value strides = config.get("strides", "subsample", "subsample_length");
    return new Window(
        sizes,
        orOnes(strides, axes),
        orOnes(config.get("dilation_rate", "atrous_rate"), axes),
        padding(config));
  }

  static Window ofPool(LayerConfig config) {
    int axes = config.spatialAxes();
    Value size = config.get("pool_size", "pool_length");
    List<Integer> sizes = size.isNull() ? Collections.nCopies(axes, 2) : size.integers(axes, 1);
    Value strides = config.get("strides", "stride");
    return new Window(
        sizes,
        strides.isNull() ? sizes : strides.integers(axes, 1),
        Collections.nCopies(axes, 1),
        padding(config));
  }

  private static List<Integer> orOnes(Value value, int axes) {
    return value.isNull() ? Collections.nCopies(axes, 1) : value.integers(axes, 1);
  }

  private static Padding padding(LayerConfig config) {
    Value value = config.get("padding", "border_mode");
    String name = value.isNull() ? "valid" : value.text();
    return switch (name) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      case "causal" -> Padding.CAUSAL;
      default -> throw value.wrong("valid, same or causal");
    };
  }
}
