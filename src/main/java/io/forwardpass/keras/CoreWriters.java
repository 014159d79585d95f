package io.forwardpass.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forwardpass.nn.Dense;
import io.forwardpass.nn.Embedding;
import io.forwardpass.nn.InferenceIdentity;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Masking;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.TimeDistributed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The plain layers, and layers inside others. */
final class CoreWriters {
  /** What Keras asks for, of the layers that only training notices. */
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "ActivityRegularization", List.of("l1", "l2"),
          "AlphaDropout", List.of("rate"),
          "Dropout", List.of("rate"),
          "GaussianDropout", List.of("rate"),
          "GaussianNoise", List.of("stddev"),
          "Identity", List.of(),
          "SpatialDropout1D", List.of("rate"),
          "SpatialDropout2D", List.of("rate"),
          "SpatialDropout3D", List.of("rate"));

  private CoreWriters() {}

  static WrittenLayer dense(Dense layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name()).put("units", layer.units());
    config.set("activation", outer.activation(layer.name(), layer.activation()));
    config.put("use_bias", layer.useBias());
    StoredWeight kernel = StoredWeight.of("kernel", layer.kernel());
    return layer.useBias()
        ? WrittenLayer.of("Dense", config, kernel, StoredWeight.of("bias", layer.bias()))
        : WrittenLayer.of("Dense", config, kernel);
  }

  static WrittenLayer embedding(Embedding layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name());
    config.put("input_dim", layer.embeddings().shape().dim(0));
    config.put("output_dim", layer.embeddings().shape().last());
    config.put("mask_zero", layer.maskZero());
    return WrittenLayer.of("Embedding", config, StoredWeight.of("embeddings", layer.embeddings()));
  }

  static WrittenLayer masking(Masking layer, Shape input, LayerWriters outer) {
    ObjectNode config = WrittenLayer.config(layer.name()).put("mask_value", layer.maskValue());
    return WrittenLayer.of("Masking", config);
  }

  static WrittenLayer identity(InferenceIdentity layer, Shape input, LayerWriters outer) {
    List<String> needed = OPTIONS.get(layer.className());
    ObjectNode config = WrittenLayer.config(layer.name());
    if (needed == null || !layer.options().keySet().containsAll(needed)) {
      outer.unsupported(layer, "whose options for training are not known");
    } else {
      needed.forEach(option -> config.put(option, layer.options().get(option)));
    }
    return WrittenLayer.of(layer.className(), config);
  }

  static WrittenLayer timeDistributed(TimeDistributed layer, Shape input, LayerWriters outer) {
    WrittenLayer inner = outer.write(layer.layer(), input.withoutFirst());
    ObjectNode config = WrittenLayer.config(layer.name());
    config.set("layer", inner.json());
    return WrittenLayer.of("TimeDistributed", config, List.of(inner.heldBy("layer")));
  }

  /** Without the shape of the input, which the layers before it decide. */
  static WrittenLayer sequential(Sequential layer, Shape input, LayerWriters outer) {
    List<WrittenLayer> written = layers(layer, outer);
    ObjectNode config = WrittenLayer.config(layer.name());
    ArrayNode list = config.putArray("layers");
    written.forEach(inner -> list.add(inner.json()));
    return WrittenLayer.of("Sequential", config, inside(written));
  }

  /** The layers of a network. */
  static List<WrittenLayer> layers(Sequential model, LayerWriters outer) {
    List<WrittenLayer> written = new ArrayList<>();
    Shape shape = model.input();
    for (Layer layer : model.layers()) {
      written.add(outer.write(layer, shape));
      shape = layer.outputShape(shape);
    }
    return written;
  }

  static List<WrittenLayer.Branch> inside(List<WrittenLayer> layers) {
    return layers.stream().map(layer -> layer.listedIn(WeightsV3.LAYERS)).toList();
  }
}
