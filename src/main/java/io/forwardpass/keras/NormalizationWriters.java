package io.forwardpass.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.BatchNormalization;
import io.forwardpass.nn.GroupNormalization;
import io.forwardpass.nn.LayerNormalization;
import io.forwardpass.nn.Normalization;
import io.forwardpass.nn.RMSNormalization;
import io.forwardpass.nn.Rescaling;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import io.forwardpass.nn.UnitNormalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers that normalise and scale. */
final class NormalizationWriters {
  private NormalizationWriters() {}

  static WrittenLayer batch(BatchNormalization layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    config.put("axis", layer.axis()).put("epsilon", layer.epsilon());
    List<StoredWeight> weights =
        affine(config, layer.scale(), layer.gamma(), layer.center(), layer.beta());
    weights.add(StoredWeight.of("moving_mean", layer.movingMean()));
    weights.add(StoredWeight.of("moving_variance", layer.movingVariance()));
    return new WrittenLayer("BatchNormalization", config, weights, List.of());
  }

  static WrittenLayer group(GroupNormalization layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name()).put("groups", layer.groups());
    config.put("axis", layer.axis()).put("epsilon", layer.epsilon());
    List<StoredWeight> weights = affine(config, layer.counted(), layer.gamma(), layer.beta());
    return new WrittenLayer("GroupNormalization", config, weights, List.of());
  }

  static WrittenLayer layer(LayerNormalization layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name()).put("epsilon", layer.epsilon());
    putAxes(config, layer.axes(), input, layer.name());
    if (layer.rmsScaling()) {
      // Keras 3 understands it, and says that it is deprecated.
      config.put("rms_scaling", true);
      StoredWeight gamma = StoredWeight.of("gamma", layer.gamma());
      return WrittenLayer.of("LayerNormalization", config, gamma);
    }
    List<StoredWeight> weights = affine(config, layer.counted(), layer.gamma(), layer.beta());
    return new WrittenLayer("LayerNormalization", config, weights, List.of());
  }

  /** Of one kind of weights alone, that which is not at its initial value counts. */
  private static List<StoredWeight> affine(
      ObjectNode config, long counted, Tensor gamma, Tensor beta) {
    boolean both = counted == 2L * gamma.size();
    boolean scaled = !Arrays.equals(gamma.values(), Tensor.ones(gamma.shape()).values());
    return affine(
        config, both || (counted > 0 && scaled), gamma, both || (counted > 0 && !scaled), beta);
  }

  private static List<StoredWeight> affine(
      ObjectNode config, boolean scale, Tensor gamma, boolean center, Tensor beta) {
    config.put("scale", scale).put("center", center);
    List<StoredWeight> weights = new ArrayList<>();
    if (scale) {
      weights.add(StoredWeight.of("gamma", gamma));
    }
    if (center) {
      weights.add(StoredWeight.of("beta", beta));
    }
    return weights;
  }

  static WrittenLayer rms(RMSNormalization layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name()).put("epsilon", layer.epsilon());
    putAxes(config, layer.axes(), input, layer.name());
    return WrittenLayer.of("RMSNormalization", config, StoredWeight.of("scale", layer.scale()));
  }

  static WrittenLayer unit(UnitNormalization layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    putAxes(config, layer.axes(), input, layer.name());
    return WrittenLayer.of("UnitNormalization", config);
  }

  /** Counted from the front: Keras sorts them as they are, and -1 would come before 1. */
  private static void putAxes(ObjectNode config, List<Integer> axes, Shape input, String name) {
    ArrayNode list = config.putArray("axis");
    axes.stream().map(axis -> Axes.within(input, axis, name) + 1).sorted().forEach(list::add);
  }

  static WrittenLayer rescaling(Rescaling layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    config.set("scale", numbers(layer.scale()));
    config.set("offset", numbers(layer.offset()));
    return WrittenLayer.of("Rescaling", config);
  }

  /** A kept axis of length 1 and one that is not kept come to the same. */
  static WrittenLayer normalization(Normalization layer, Shape input, LayerWriters outer) {
    Shape shape = layer.mean().shape();
    ObjectNode config = WrittenLayer.config(layer.name());
    ArrayNode axes = config.putArray("axis");
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) > 1) {
        axes.add(axis + 1 + input.rank() - shape.rank());
        kept.add(shape.dim(axis));
      }
    }
    if (kept.isEmpty()) {
      config.putNull("axis");
    }
    config.put("invert", layer.invert());
    Shape stored = kept.isEmpty() ? Shape.of(1) : new Shape(kept);
    if (layer.counted() == 0) {
      config.set("mean", numbers(Tensor.of(stored, layer.mean().values())));
      config.set("variance", numbers(Tensor.of(stored, layer.variance().values())));
      return WrittenLayer.of("Normalization", config);
    }
    return WrittenLayer.of(
        "Normalization",
        config,
        StoredWeight.of("mean", kept, layer.mean()),
        StoredWeight.of("variance", kept, layer.variance()),
        StoredWeight.of("count", List.of(), Tensor.zeros(Shape.of(1))));
  }

  /** Lists in lists; one number alone is no list. */
  private static JsonNode numbers(Tensor tensor) {
    return tensor.shape().equals(Shape.of(1))
        ? FloatNode.valueOf(tensor.values()[0])
        : list(tensor, 0, 0);
  }

  private static ArrayNode list(Tensor tensor, int axis, int from) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    Shape shape = tensor.shape();
    int stride = 1;
    for (int inner = axis + 1; inner < shape.rank(); inner++) {
      stride *= shape.dim(inner);
    }
    for (int index = 0; index < shape.dim(axis); index++) {
      if (axis == shape.rank() - 1) {
        list.add(tensor.values()[from + index]);
      } else {
        list.add(list(tensor, axis + 1, from + index * stride));
      }
    }
    return list;
  }
}
