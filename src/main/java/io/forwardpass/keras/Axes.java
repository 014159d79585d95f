package io.forwardpass.keras;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Shape;
import java.util.List;

/** Keras' numbering of axes: 0 is the batch axis, negative numbers count from the end. */
final class Axes {
  private Axes() {}

  /** The option {@code axis}: one or a list of them, by default the last. */
  static List<Integer> read(LayerConfig config) {
    Value axis = config.get("axis");
    if (axis.isNull()) {
      return List.of(-1);
    }
    return axis.isList()
        ? axis.list().stream().map(Value::integer).toList()
        : List.of(axis.integer());
  }

  /** The option {@code axis} of a layer that takes one alone, which may stand in a list. */
  static int readOne(LayerConfig config) {
    List<Integer> axes = read(config);
    if (axes.size() != 1) {
      config.unsupported("normalises %s axes; one is supported".formatted(axes.size()));
      return -1;
    }
    return axes.get(0);
  }

  /** The axis within one row's tensor, counted from 0. */
  static int within(Shape input, int axis, String layer) {
    int resolved = (axis < 0 ? axis + input.rank() + 1 : axis) - 1;
    if (resolved < 0 || resolved >= input.rank()) {
      throw new InvalidLayerException(
          "layer '%s' works on axis %s; an input of shape %s has axes 1 to %s (0 is the batch)"
              .formatted(layer, axis, input, input.rank()));
    }
    return resolved;
  }

  /** The number of channels. */
  static int channels(Shape input, DataFormat format) {
    return format == DataFormat.CHANNELS_LAST ? input.last() : input.dim(0);
  }
}
