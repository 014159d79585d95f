package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.Activation;
import io.forwardpass.nn.ActivationWithArguments;
import io.forwardpass.nn.ELU;
import io.forwardpass.nn.LeakyReLU;
import io.forwardpass.nn.PReLU;
import io.forwardpass.nn.ReLU;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Softmax;
import io.forwardpass.nn.ThresholdedReLU;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Activation layers. */
final class ActivationWriters {
  private ActivationWriters() {}

  static WrittenLayer activation(Activation layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    config.set("activation", outer.activation(layer.name(), layer.activation()));
    return WrittenLayer.of("Activation", config);
  }

  /** An operation of Keras 3 in the place of a name. */
  static ObjectNode operation(ActivationWithArguments function) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Object> argument : function.arguments().entrySet()) {
      if (argument.getValue() instanceof Boolean flag) {
        config.put(argument.getKey(), flag);
      } else if (argument.getValue() instanceof Integer number) {
        config.put(argument.getKey(), number);
      } else {
        config.put(argument.getKey(), (Float) argument.getValue());
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("module", "keras.src.ops.nn").put("class_name", function.className());
    object.set("config", config);
    return object.put("registered_name", function.className());
  }

  static WrittenLayer elu(ELU layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name()).put("alpha", layer.alpha());
    return WrittenLayer.of("ELU", config);
  }

  static WrittenLayer leakyRelu(LeakyReLU layer, Shape input, LayerWriters outer) {
    ObjectNode config =
        WrittenLayer.config(layer.name()).put("negative_slope", layer.negativeSlope());
    return WrittenLayer.of("LeakyReLU", config);
  }

  static WrittenLayer relu(ReLU layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    if (Float.isInfinite(layer.maxValue())) {
      config.putNull("max_value");
    } else {
      config.put("max_value", layer.maxValue());
    }
    config.put("negative_slope", layer.negativeSlope()).put("threshold", layer.threshold());
    return WrittenLayer.of("ReLU", config);
  }

  /** Keras 3 has it as a ReLU. */
  static WrittenLayer thresholdedRelu(ThresholdedReLU layer, Shape input, LayerWriters outer) {
    ReLU relu = new ReLU(layer.name(), Float.POSITIVE_INFINITY, 0, layer.theta());
    return relu(relu, input, outer);
  }

  static WrittenLayer softmax(Softmax layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    if (layer.axes().size() == 1) {
      config.put("axis", layer.axes().get(0));
    } else {
      layer.axes().forEach(config.putArray("axis")::add);
    }
    return WrittenLayer.of("Softmax", config);
  }

  static WrittenLayer prelu(PReLU layer, Shape input, LayerWriters outer) {
    List<Integer> alpha = new ArrayList<>(layer.alpha().shape().dims());
    while (alpha.size() < input.rank()) {
      alpha.add(0, 1);
    }
    ObjectNode config = WrittenLayer.config(layer.name());
    for (int axis = 0; axis < alpha.size(); axis++) {
      if (alpha.get(axis) == 1) {
        config.withArrayProperty("shared_axes").add(axis + 1);
      }
    }
    return WrittenLayer.of("PReLU", config, StoredWeight.of("alpha", alpha, layer.alpha()));
  }
}
