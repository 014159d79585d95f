package io.forwardpass.keras;

import io.forwardpass.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The shape of one row, as the first layer or the model declares it. */
final class InputShape {
  private static final Set<String> NUMERIC =
      Set.of(
          "float16",
          "float32",
          "float64",
          "bfloat16",
          "int8",
          "int16",
          "int32",
          "int64",
          "uint8",
          "uint16",
          "uint32",
          "uint64",
          "bool");

  /** NumPy has as many. */
  static final int MOST_AXES = 64;

  private InputShape() {}

  static Shape of(Architecture architecture, Place place) {
    LayerObject first = architecture.layers().get(0);
    Value config = first.config();
    for (Value shape :
        List.of(
            config.get("batch_shape"),
            config.get("batch_input_shape"),
            architecture.model().get("config").get("build_input_shape"),
            architecture.model().get("build_config").get("input_shape"))) {
      if (!shape.isNull()) {
        return withoutBatch(shape, place);
      }
    }
    if (!config.get("input_dim").isNull()) {
      return Shape.of(config.get("input_dim").positive());
    }
    throw place.unsupported(
        "its input shape is unknown; call model.build((None, features)) or add keras.Input before saving");
  }

  private static Shape withoutBatch(Value batchShape, Place place) {
    List<Value> axes = batchShape.list();
    if (axes.size() < 2) {
      throw place.unsupported(
          "its input has no feature axis (%s); a shape such as (None, features) is needed"
              .formatted(batchShape.node()));
    }
    if (axes.size() > MOST_AXES) {
      throw place.unsupported(
          "its input has %d axes; at most %d are supported".formatted(axes.size(), MOST_AXES));
    }
    List<Integer> dims = new ArrayList<>();
    for (Value axis : axes.subList(1, axes.size())) {
      if (axis.isNull()) {
        throw place.unsupported(
            "its input shape %s leaves an axis open; save the model with a fixed shape of a row"
                .formatted(batchShape.node()));
      }
      dims.add(axis.positive());
    }
    return new Shape(dims);
  }

  /** Notes what is not supported about an input layer. */
  static void check(LayerConfig config) {
    for (String option : List.of("sparse", "ragged", "optional")) {
      if (config.flag(false, option)) {
        config.unsupported("takes a %s input, which is not supported".formatted(option));
      }
    }
    Value dtype = config.get("dtype");
    if (!dtype.isNull() && !NUMERIC.contains(dtype.text())) {
      config.unsupported(
          "takes inputs of type '%s'; numbers are supported".formatted(dtype.text()));
    }
    config.checkUnknownKeys();
  }
}
