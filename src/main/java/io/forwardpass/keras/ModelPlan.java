package io.forwardpass.keras;

import io.forwardpass.nn.InvalidLayerException;
import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import io.forwardpass.nn.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A model that is understood and supported in every part, and whose weights are still to come. */
record ModelPlan(String name, Shape input, List<PlannedLayer> layers, Place place) {

  /** A layer with what its weights are found by. */
  record PlannedLayer(String name, String className, LayerPlan plan) {
    boolean hasWeights() {
      return !plan.weightNames().isEmpty();
    }

    @Override
    public String toString() {
      return "layer '%s' (%s)".formatted(name, className);
    }
  }

  /** Reads all configurations, and refuses all that is not supported at once. */
  static ModelPlan read(Architecture architecture, Writer writer, Place place) {
    List<String> reasons = new ArrayList<>();
    List<PlannedLayer> planned = new ArrayList<>();
    architecture.objection().ifPresent(reasons::add);
    boolean chain = architecture.objection().isEmpty();
    for (int index = 0; index < architecture.layers().size(); index++) {
      LayerObject layer = architecture.layers().get(index);
      if (layer.isInput() && (index == 0 || !chain)) {
        InputShape.check(new LayerConfig(layer.className(), layer.config(), writer, reasons));
      } else {
        plan(layer, writer, reasons, place, planned);
      }
    }
    if (reasons.isEmpty() && architecture.holdsCode()) {
      reasons.add("the architecture holds Python code, which is never run");
    }
    if (!reasons.isEmpty()) {
      throw place.unsupported(reasons);
    }
    Set<String> names = new HashSet<>();
    for (PlannedLayer layer : planned) {
      if (!names.add(layer.name)) {
        throw place.inconsistent("two layers are called '%s'".formatted(layer.name));
      }
    }
    if (planned.isEmpty()) {
      throw place.unsupported("it has no layers");
    }
    return new ModelPlan(architecture.name(), InputShape.of(architecture, place), planned, place);
  }

  private static void plan(
      LayerObject layer,
      Writer writer,
      List<String> reasons,
      Place place,
      List<PlannedLayer> planned) {
    if (!LayerObject.isBuiltIn(layer.object())) {
      reasons.add(layer + " is a custom layer, which is not supported");
      return;
    }
    LayerReader reader = LayerReaders.of(layer.className()).orElse(null);
    if (reader == null) {
      reasons.add(layer + " is not supported" + LayerReaders.why(layer.className()));
      return;
    }
    LayerConfig config = new LayerConfig(layer.className(), layer.config(), writer, reasons);
    Precision.objection(config.get("dtype"))
        .ifPresent(
            objection -> {
              config.unsupported(objection);
              config.ignore("quantization_config");
            });
    try {
      planned.add(new PlannedLayer(layer.name(), layer.className(), reader.read(config)));
    } catch (InvalidLayerException failure) {
      throw place.inconsistent(failure.getMessage(), failure);
    }
  }

  /** Fills in the weights. Each layer's shapes are known before any of its weights is read. */
  Sequential build(Weights weights) {
    try {
      List<Layer> built = new ArrayList<>();
      Shape shape = input;
      for (PlannedLayer layer : layers) {
        List<Tensor> tensors =
            layer.hasWeights() ? weights.of(layer, layer.plan.weightShapes(shape)) : List.of();
        Layer next = layer.plan.build(shape, tensors);
        shape = next.outputShape(shape);
        built.add(next);
      }
      weights.checkAllRead();
      return new Sequential(name, input, built);
    } catch (InvalidLayerException failure) {
      throw place.inconsistent(failure.getMessage(), failure);
    }
  }
}
