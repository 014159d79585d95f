package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.Cropping;
import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Flatten;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Permute;
import io.forwardpass.nn.RepeatVector;
import io.forwardpass.nn.Reshape;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.UpSampling;
import io.forwardpass.nn.ZeroPadding;
import java.util.List;
import java.util.Locale;

/** Layers that order, repeat or leave out elements. */
final class ReshapingWriters {
  private ReshapingWriters() {}

  static WrittenLayer flatten(Flatten layer, Shape input, LayerWriters outer) {
    return WrittenLayer.of("Flatten", withFormat(layer, layer.dataFormat()));
  }

  static WrittenLayer reshape(Reshape layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    layer.targetShape().forEach(config.putArray("target_shape")::add);
    return WrittenLayer.of("Reshape", config);
  }

  static WrittenLayer permute(Permute layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    layer.dims().forEach(config.putArray("dims")::add);
    return WrittenLayer.of("Permute", config);
  }

  static WrittenLayer repeatVector(RepeatVector layer, Shape input, LayerWriters outer) {
    return WrittenLayer.of("RepeatVector", WrittenLayer.config(layer.name()).put("n", layer.n()));
  }

  static WrittenLayer cropping(Cropping layer, Shape input, LayerWriters outer) {
    ObjectNode config = config(layer, layer.dataFormat(), layer.before().size(), outer);
    addEdges(config.putArray("cropping"), layer.before(), layer.after());
    return WrittenLayer.of(layer.className(), config);
  }

  static WrittenLayer zeroPadding(ZeroPadding layer, Shape input, LayerWriters outer) {
    ObjectNode config = withFormat(layer, layer.dataFormat());
    addEdges(config.putArray("padding"), layer.before(), layer.after());
    return WrittenLayer.of(layer.className(), config);
  }

  /** Pairs, or with one axis its two numbers. */
  private static void addEdges(ArrayNode list, List<Integer> before, List<Integer> after) {
    for (int axis = 0; axis < before.size(); axis++) {
      ArrayNode pair = before.size() == 1 ? list : list.addArray();
      pair.add(before.get(axis)).add(after.get(axis));
    }
  }

  static WrittenLayer upSampling(UpSampling layer, Shape input, LayerWriters outer) {
    int axes = layer.size().size();
    ObjectNode config = config(layer, layer.dataFormat(), axes, outer);
    if (axes == 1) {
      config.put("size", layer.size().get(0));
    } else {
      layer.size().forEach(config.putArray("size")::add);
    }
    if (axes == 2) {
      config.put("interpolation", layer.interpolation().name().toLowerCase(Locale.ROOT));
    }
    return WrittenLayer.of(layer.className(), config);
  }

  /** With a data format, which layers of one axis do not have. */
  private static ObjectNode config(Layer layer, DataFormat format, int axes, LayerWriters outer) {
    if (axes > 1) {
      return withFormat(layer, format);
    }
    if (format == DataFormat.CHANNELS_FIRST) {
      outer.unsupported(layer, "which Keras 3 has with the channels on the last axis only");
    }
    return WrittenLayer.config(layer.name());
  }

  static ObjectNode withFormat(Layer layer, DataFormat format) {
    return WrittenLayer.config(layer.name())
        .put("data_format", format.name().toLowerCase(Locale.ROOT));
  }
}
