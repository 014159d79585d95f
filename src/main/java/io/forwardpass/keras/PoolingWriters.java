package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.GlobalPooling;
import io.forwardpass.nn.Pooling;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Window;
import java.util.Locale;

/** Pooling layers, and the windows that they share with convolutions. */
final class PoolingWriters {
  private PoolingWriters() {}

  static WrittenLayer pooling(Pooling layer, Shape input, LayerWriters outer) {
    ObjectNode config = ReshapingWriters.withFormat(layer, layer.dataFormat());
    putWindow(config, "pool_size", layer.window());
    return WrittenLayer.of(layer.className(), config);
  }

  static WrittenLayer global(GlobalPooling layer, Shape input, LayerWriters outer) {
    ObjectNode config = ReshapingWriters.withFormat(layer, layer.dataFormat());
    return WrittenLayer.of(layer.className(), config.put("keepdims", layer.keepdims()));
  }

  /**
   * Everything of a window but its dilation.
   *
   * @param size what Keras calls it
   */
  static void putWindow(ObjectNode config, String size, Window window) {
    window.size().forEach(config.putArray(size)::add);
    window.strides().forEach(config.putArray("strides")::add);
    config.put("padding", window.padding().name().toLowerCase(Locale.ROOT));
  }
}
